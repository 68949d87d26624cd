package net.saltban.evidence;

import java.time.Instant;
import java.util.Optional;

import net.saltban.policy.Act;
import net.saltban.policy.Alarm;

/**
 * An alarm as the store remembers it. The same user from the same source on the same minion alarms once a day.
 *
 * @param number counts alarms from 1
 * @param alarm the login
 * @param raised when it was first raised
 * @param acknowledged who has seen it, if somebody has
 */
public record RecordedAlarm(long number, Alarm alarm, Instant raised, Optional<Act> acknowledged) {}
