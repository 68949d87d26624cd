package net.saltban.config;

import java.time.Duration;

/**
 * How long evidence is kept, and how finely.
 *
 * @param byMinute as the minions reported it
 * @param byHour then added up by hour
 * @param byDay then added up by day; what is older goes
 * @param userNames how long names of users are kept; then only their number
 * @param keepsUserNames whether names of users are kept at all; they may be passwords typed into the wrong field
 */
public record RetentionSettings(
        Duration byMinute, Duration byHour, Duration byDay, Duration userNames, boolean keepsUserNames) {}
