package net.saltban.banfile;

import java.time.InstantSource;

/**
 * Numbers the states of a list: one more than the previous one, or the time in Unix milliseconds if that is larger. So a
 * master that was restored from a backup does not fall behind the numbers that its minions have seen.
 */
public final class GenerationClock {
    private final InstantSource clock;

    /** Reads the time from a clock. */
    public GenerationClock(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The number behind a previous one.
     *
     * @param previous the last number given, 0 if there was none
     */
    public long next(long previous) {
        return Math.max(Math.addExact(previous, 1), clock.millis());
    }
}
