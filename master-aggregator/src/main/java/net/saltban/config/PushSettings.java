package net.saltban.config;

import java.time.Duration;

/**
 * How a new ban file goes out.
 *
 * @param timeout how long the minions' answers are waited for
 * @param jitter span over which minions spread their answers, after they have applied the list
 */
public record PushSettings(Duration timeout, Duration jitter) {}
