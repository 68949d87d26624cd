package net.saltban.policy;

import java.time.Instant;

/**
 * A ban that waits for an operator's review.
 *
 * @param ban as it would be
 * @param why what holds it
 * @param since when it was first held
 */
public record HeldBan(Ban ban, HeldWhy why, Instant since) {}
