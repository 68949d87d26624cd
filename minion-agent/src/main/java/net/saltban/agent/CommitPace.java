package net.saltban.agent;

import java.time.Duration;

/**
 * When the next commit may follow: soon, so that a ban comes soon, but not at the pace of a flood. Each commit costs a write to
 * the disk, and findings of a minute that is still open, which the master has to fetch. So commits have a purse: one is spent by
 * each, one comes back each second, and whoever has spent all waits for a second. Looking at the logs is paced
 * as well: it takes a tenth of the time at most, whatever it costs (for the journal, a program is started).
 */
final class CommitPace {
    /** Two commits are at least that far apart. */
    static final Duration SHORT = Duration.ofMillis(50);

    /** And that far when the purse is empty. */
    static final Duration LONG = Duration.ofSeconds(1);

    /** Commits in the purse: a minute at full speed. */
    static final int PURSE_MAX = 1200;

    private static final int PAUSE_FACTOR = 10;

    private long lastLook;
    private long pauseNanos = SHORT.toNanos();
    private long lastCommit;
    private double purse = PURSE_MAX;

    /**
     * Begins with a full purse.
     *
     * @param nanos the clock of {@link System#nanoTime}
     */
    CommitPace(long nanos) {
        lastCommit = nanos - LONG.toNanos();
        lastLook = lastCommit;
    }

    /** Nanoseconds until the logs may be looked at again; none or less: now. */
    long nanosUntilNext(long nanos) {
        boolean isFast = refilled(nanos) >= 1;
        return Math.max(lastLook + pauseNanos - nanos, lastCommit + (isFast ? SHORT : LONG).toNanos() - nanos);
    }

    /** The logs were looked at, from one time to another. */
    void look(long begun, long ended) {
        lastLook = ended;
        pauseNanos = Math.max(SHORT.toNanos(), Math.min(LONG.toNanos(), PAUSE_FACTOR * (ended - begun)));
    }

    /** A commit was made. */
    void spend(long nanos) {
        purse = Math.max(0, refilled(nanos) - 1);
        lastCommit = nanos;
    }

    private double refilled(long nanos) {
        return Math.min(PURSE_MAX, purse + (double) (nanos - lastCommit) / LONG.toNanos());
    }
}
