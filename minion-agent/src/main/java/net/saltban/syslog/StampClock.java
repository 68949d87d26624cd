package net.saltban.syslog;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Turns stamps into instants. What a stamp leaves out is inferred:
 *
 * <ul>
 *   <li>the year is the latest with which the line is not written after {@code notAfter}, two days of grace for clocks and
 *       zones that disagree; 29 February waits for a leap year;
 *   <li>a date that exists in no year, or a time that has not come yet, is that of the line before; where many such stand together that of the last
 *       write;
 *   <li>the offset is the zone's; a time that a change to summer time skips is moved on by the gap; a time that exists twice is the
 *       one that goes on from the line before.
 * </ul>
 */
public final class StampClock {
    /** How far a stamp without a year may lie ahead of {@code notAfter} before it means the year before. */
    static final Duration AHEAD_MAX = Duration.ofDays(2);

    /** Lines are written this much out of order at most, when a time that exists twice is told apart. */
    private static final long DISORDER_SECONDS_MAX = 300;

    /** A date that no year of nine holds does not exist. */
    private static final int YEARS_BACK_MAX = 8;

    /** Zones change at multiples of this many seconds. */
    private static final int OFFSET_STEP_SECONDS = 900;

    private final ZoneRules rules;
    private Instant last;
    private boolean isSure;
    private Instant now = Instant.MAX;
    private long offsetKey = Long.MIN_VALUE;
    private int offset;
    private int lastDate = -1;
    private long lastDay;
    private Instant yearBound = Instant.MIN;
    private int yearMax;

    /**
     * A clock.
     *
     * @param zone zone of stamps that name none
     * @param last instant of the line before; {@link Instant#MIN} if there is none
     * @param isSure whether that is what its stamp said
     */
    public StampClock(ZoneId zone, Instant last, boolean isSure) {
        this.rules = zone.getRules();
        this.last = last;
        this.isSure = isSure;
    }

    /** Instant of the line before, for a checkpoint. */
    public Instant last() {
        return last;
    }

    /** Says what time it is: no line is younger. */
    public void setNow(Instant newNow) {
        now = newNow;
    }

    /** Whether that is what the stamp of the line before said, for a checkpoint. */
    public boolean isSure() {
        return isSure;
    }

    /** Takes over the instant of a message that came with one. */
    public void see(Instant instant) {
        last = instant;
        isSure = true;
    }

    /**
     * The instant that a stamp means.
     *
     * @param notAfter latest time at which the line can have been written
     * @return the instant, or what is likeliest if the date exists in no year or has not come yet
     */
    public Instant instant(Stamp stamp, Instant notAfter) {
        Instant found =
                stamp.isEpoch() ? Instant.ofEpochSecond(stamp.epochSecond(), stamp.nano()) : civil(stamp, notAfter);
        if (found != null && !found.isAfter(now)) {
            last = found;
            isSure = true;
            return found;
        }
        if (!isSure && last.isBefore(notAfter)) {
            last = notAfter;
        }
        isSure = false;
        return last;
    }

    private @Nullable Instant civil(Stamp stamp, Instant notAfter) {
        if (stamp.year() != Stamp.YEAR_UNKNOWN) {
            return isDate(stamp, stamp.year()) ? at(stamp, stamp.year()) : null;
        }
        Instant bound = bound(notAfter);
        for (int year = yearMax; year >= yearMax - YEARS_BACK_MAX; year--) {
            if (isDate(stamp, year)) {
                Instant candidate = at(stamp, year);
                if (!candidate.isAfter(bound)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private Instant bound(Instant notAfter) {
        Instant bound = notAfter.plus(AHEAD_MAX);
        if (!bound.equals(yearBound)) {
            yearBound = bound;
            yearMax = bound.atOffset(rules.getOffset(bound)).getYear();
        }
        return bound;
    }

    private Instant at(Stamp stamp, int year) {
        long local = day(year, stamp.month(), stamp.day()) * 86_400 + stamp.secondOfDay();
        int seconds = stamp.offsetSeconds() == Stamp.OFFSET_UNKNOWN ? zoneOffset(local) : stamp.offsetSeconds();
        return Instant.ofEpochSecond(local - seconds, stamp.nano());
    }

    /** Most stamps are of the day of the stamp before. */
    private long day(int year, int month, int day) {
        int date = (year * 16 + month) * 32 + day;
        if (date != lastDate) {
            lastDate = date;
            lastDay = epochDay(year, month, day);
        }
        return lastDay;
    }

    private int zoneOffset(long local) {
        long key = Math.floorDiv(local, OFFSET_STEP_SECONDS);
        if (key == offsetKey) {
            return offset;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
        List<ZoneOffset> valid = rules.getValidOffsets(time);
        if (valid.size() == 2) {
            return twice(local, valid.get(0).getTotalSeconds(), valid.get(1).getTotalSeconds());
        }
        // In a gap the offset before the change moves the time on by the length of the gap.
        ZoneOffset found = valid.isEmpty() ? rules.getTransition(time).getOffsetBefore() : valid.get(0);
        offsetKey = key;
        offset = found.getTotalSeconds();
        return offset;
    }

    private int twice(long local, int earlier, int later) {
        long firstTime = local - earlier;
        long secondTime = local - later;
        long before = last.getEpochSecond();
        boolean goesOn = before - DISORDER_SECONDS_MAX > firstTime && before - DISORDER_SECONDS_MAX <= secondTime;
        return goesOn ? later : earlier;
    }

    private static boolean isDate(Stamp stamp, int year) {
        if (stamp.day() <= 28) {
            return true;
        }
        boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
        int days = switch (stamp.month()) {
            case 2 -> leap ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
        return stamp.day() <= days;
    }

    /** Days since 1970-01-01 in the Gregorian calendar; the year starts in March here, so that the leap day is its last. */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
