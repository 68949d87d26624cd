package net.saltban.outbox;

import java.time.Duration;

/**
 * How much an outbox keeps.
 *
 * @param segmentBytes a segment that has reached this is followed by a new one
 * @param segmentAge so is one of this age
 * @param keepBytes above it, the oldest segments fall off
 * @param keepAge so do those whose findings are all older
 */
public record OutboxLimits(long segmentBytes, Duration segmentAge, long keepBytes, Duration keepAge) {
    /** 256 MiB and 14 days, in segments of 4 MiB or a day. */
    public static OutboxLimits shipped() {
        return new OutboxLimits(4L << 20, Duration.ofDays(1), 256L << 20, Duration.ofDays(14));
    }

    @Override
    public String toString() {
        return keepAge.toDays() + " days, " + (keepBytes >> 20) + " MiB";
    }
}
