package net.saltban.source;

import java.time.Duration;
import java.time.Instant;

/**
 * How far back a log is read that no checkpoint knows.
 *
 * @param isFromNow true to leave out all that is there already
 * @param span else, how far back; a file last written to before that is not opened
 */
public record FirstRead(boolean isFromNow, Duration span) {
    /** Only what is written from now on. */
    public static FirstRead fromNow() {
        return new FirstRead(true, Duration.ZERO);
    }

    /** So far back. */
    public static FirstRead back(Duration span) {
        return new FirstRead(false, span);
    }

    /** The earliest message that counts, if reading starts at this time. */
    public Instant since(Instant now) {
        return now.minus(span);
    }
}
