package net.saltban.sshd;

import java.time.Instant;

/**
 * How long something lasts, in whole seconds. Asked for every message, so it makes no instants to compare.
 *
 * @param seconds at least 0
 */
record Span(long seconds) {
    static Span ofSeconds(long seconds) {
        return new Span(seconds);
    }

    /** Whether it has passed by {@code now}, to the nanosecond. */
    boolean isOver(Instant since, Instant now) {
        long left = since.getEpochSecond() + seconds - now.getEpochSecond();
        return left < 0 || left == 0 && since.getNano() <= now.getNano();
    }
}
