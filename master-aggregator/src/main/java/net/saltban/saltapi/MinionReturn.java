package net.saltban.saltapi;

import java.util.function.Function;

/**
 * What one minion returned to a job.
 *
 * @param minion the minion's id, which Salt vouches for
 * @param key fingerprint of the minion's accepted key; empty if the master does not know it
 * @param address address that the minion is connected from; empty if not asked for or not connected
 * @param content what came
 */
public record MinionReturn(String minion, String key, String address, Content content) {
    /** What came: a value, or something that is of no use. */
    public sealed interface Content {
        /** The result of the function that fits what came. */
        <T> T match(Function<Value, T> value, Function<Unusable, T> unusable);
    }

    /**
     * The function ran to its end.
     *
     * @param json what it returned, as JSON text
     */
    public record Value(String json) implements Content {
        @Override
        public <T> T match(Function<Value, T> value, Function<Unusable, T> unusable) {
            return value.apply(this);
        }
    }

    /**
     * The function failed, does not exist there, or its value got lost on the way.
     *
     * @param why for people, safe to show
     */
    public record Unusable(String why) implements Content {
        @Override
        public <T> T match(Function<Value, T> value, Function<Unusable, T> unusable) {
            return unusable.apply(this);
        }
    }
}
