package net.saltban.policy;

import java.time.Duration;

/**
 * How finely a finding says when something happened. A finding arrives by minute; the store adds old ones up, so that they
 * take less room. What is coarser than a minute counts in a window only if it lies in it as a whole, from {@code first} to
 * {@code last}: coarse evidence can miss a threshold that the minutes reached, never reach one that they missed.
 */
public enum Resolution {
    /** As the agent counts. */
    MINUTE(Duration.ofMinutes(1)),
    /** Minutes of one hour in UTC, added up. */
    HOUR(Duration.ofHours(1)),
    /** Minutes of one day in UTC, added up; too old to ban, kept for logins and for the reason of a ban. */
    DAY(Duration.ofDays(1));

    private final Duration span;

    Resolution(Duration span) {
        this.span = span;
    }

    /** The longest stretch that one such finding covers. */
    public Duration span() {
        return span;
    }
}
