package net.saltban.agent;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** The offsets of a zone from UTC, looked up once for each hour that occurs. */
final class ZoneOffsets {
    private static final long SECONDS_IN_HOUR = 3600;
    private static final int SLOTS = 1024;

    /** The offset changes within the hour. */
    private static final int CHANGING = Integer.MIN_VALUE;

    private final ZoneRules rules;
    private final long[] hours = new long[SLOTS];
    private final int[] offsets = new int[SLOTS];

    ZoneOffsets(ZoneId zone) {
        this.rules = zone.getRules();
        hours[0] = Long.MIN_VALUE; // the slot of hour 0, which is not there yet
    }

    /** Seconds since 1970 as clocks in the zone show them. */
    long localSecond(Instant instant) {
        long second = instant.getEpochSecond();
        long hour = Math.floorDiv(second, SECONDS_IN_HOUR);
        int slot = (int) hour & SLOTS - 1;
        if (hours[slot] != hour) {
            int start = offset(hour * SECONDS_IN_HOUR);
            int end = rules.isFixedOffset() ? start : offset(hour * SECONDS_IN_HOUR + SECONDS_IN_HOUR - 1);
            hours[slot] = hour;
            offsets[slot] = start == end ? start : CHANGING;
        }
        return second + (offsets[slot] == CHANGING ? offset(second) : offsets[slot]);
    }

    private int offset(long second) {
        return rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }
}
