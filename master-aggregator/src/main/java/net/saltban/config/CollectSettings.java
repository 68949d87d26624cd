package net.saltban.config;

import java.time.Duration;

/**
 * How findings are pulled.
 *
 * @param timeout how long the returns of one cycle are waited for
 * @param discoverEvery how often the master is asked which minions there are, and each minion what it enforces
 * @param silentAfter a minion that was not heard of for so long is reported
 */
public record CollectSettings(Duration timeout, Duration discoverEvery, Duration silentAfter) {}
