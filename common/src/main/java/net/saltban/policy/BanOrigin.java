package net.saltban.policy;

import java.util.function.Function;

/** Where a ban comes from. */
public sealed interface BanOrigin {
    /** Calls the function of this case. */
    <T> T match(Function<ByRule, T> byRule, Function<ByOperator, T> byOperator);

    /**
     * A rule held.
     *
     * @param reason what it counted
     */
    record ByRule(Reason reason) implements BanOrigin {
        @Override
        public <T> T match(Function<ByRule, T> byRule, Function<ByOperator, T> byOperator) {
            return byRule.apply(this);
        }
    }

    /**
     * An operator banned or imported it.
     *
     * @param act who, when and why
     */
    record ByOperator(Act act) implements BanOrigin {
        @Override
        public <T> T match(Function<ByRule, T> byRule, Function<ByOperator, T> byOperator) {
            return byOperator.apply(this);
        }
    }
}
