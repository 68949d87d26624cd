package net.saltban.evidence;

import java.time.Duration;

/**
 * How long evidence is kept, and how finely.
 *
 * @param byMinute as the minions reported it
 * @param byHour until then added up by hour
 * @param byDay until then added up by day; what is older goes
 * @param userNames how long names of users that failed are kept, which may be passwords typed into the wrong field; then
 *     only their number is
 */
public record Retention(Duration byMinute, Duration byHour, Duration byDay, Duration userNames) {
    /** Refuses spans that do not grow. */
    public Retention {
        if (byMinute.isNegative() || byHour.compareTo(byMinute) < 0 || byDay.compareTo(byHour) < 0) {
            throw new IllegalArgumentException("evidence is kept " + byMinute + " by minute, " + byHour + " by hour, "
                    + byDay + " by day; each must be as long as the one before");
        }
    }

    /** What ships: two days, 30 days, a year; names 90 days. */
    public static Retention shipped() {
        return new Retention(Duration.ofDays(2), Duration.ofDays(30), Duration.ofDays(365), Duration.ofDays(90));
    }
}
