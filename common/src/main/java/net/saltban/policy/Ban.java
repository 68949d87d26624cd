package net.saltban.policy;

import java.time.Instant;
import java.util.Optional;

import net.saltban.address.Prefix;

/**
 * The denial of a prefix.
 *
 * @param prefix what is denied
 * @param since when it was decided
 * @param until when it ends; empty = never by itself
 * @param origin a rule or an operator
 */
public record Ban(Prefix prefix, Instant since, Optional<Instant> until, BanOrigin origin) {
    /** Whether it holds at a time, if nobody withdraws it. */
    public boolean isActiveAt(Instant now) {
        return until.isEmpty() || until.get().isAfter(now);
    }

    /** What the rule counted; empty for an operator's ban. */
    public Optional<Reason> reason() {
        return origin.match(byRule -> Optional.of(byRule.reason()), byOperator -> Optional.empty());
    }

    /** Whether it ends later than another. */
    boolean outlasts(Ban other) {
        return other.until.isPresent() && (until.isEmpty() || until.get().isAfter(other.until.get()));
    }
}
