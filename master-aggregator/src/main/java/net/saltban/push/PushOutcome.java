package net.saltban.push;

import java.util.Optional;
import java.util.function.Function;

/** How a push to one minion ended. */
public sealed interface PushOutcome {
    /** Calls the function of this case. */
    <T> T match(
            Function<Holds, T> holds,
            Function<Unreachable, T> unreachable,
            Function<Refused, T> refused,
            Function<Failed, T> failed);

    /** What the minion said of itself; empty if it said nothing. */
    Optional<Answer> answer();

    /**
     * What came with an outcome.
     *
     * @param status the minion's status
     * @param json the same as JSON text
     */
    record Answer(MinionStatus status, String json) {}

    /**
     * The minion holds the list that was pushed.
     *
     * @param said its status
     */
    record Holds(Answer said) implements PushOutcome {
        @Override
        public <T> T match(
                Function<Holds, T> holds,
                Function<Unreachable, T> unreachable,
                Function<Refused, T> refused,
                Function<Failed, T> failed) {
            return holds.apply(this);
        }

        @Override
        public Optional<Answer> answer() {
            return Optional.of(said);
        }
    }

    /**
     * No answer came.
     *
     * @param why how long it was waited for
     */
    record Unreachable(String why) implements PushOutcome {
        @Override
        public <T> T match(
                Function<Holds, T> holds,
                Function<Unreachable, T> unreachable,
                Function<Refused, T> refused,
                Function<Failed, T> failed) {
            return unreachable.apply(this);
        }

        @Override
        public Optional<Answer> answer() {
            return Optional.empty();
        }
    }

    /**
     * The minion does not take the list.
     *
     * @param why its reason
     * @param answer its status
     */
    record Refused(String why, Optional<Answer> answer) implements PushOutcome {
        @Override
        public <T> T match(
                Function<Holds, T> holds,
                Function<Unreachable, T> unreachable,
                Function<Refused, T> refused,
                Function<Failed, T> failed) {
            return refused.apply(this);
        }
    }

    /**
     * Something went wrong on the minion or on the way.
     *
     * @param why what
     * @param answer its status, if it came
     */
    record Failed(String why, Optional<Answer> answer) implements PushOutcome {
        @Override
        public <T> T match(
                Function<Holds, T> holds,
                Function<Unreachable, T> unreachable,
                Function<Refused, T> refused,
                Function<Failed, T> failed) {
            return failed.apply(this);
        }
    }
}
