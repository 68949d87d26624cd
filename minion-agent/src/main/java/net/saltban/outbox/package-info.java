/**
 * The numbered journal of findings on a minion, with its checkpoint; and the sums that become findings.
 *
 * <p>Uses {@code finding}, {@code durable}, {@code limits}, and the events of {@code sshd}. What a checkpoint holds is its
 * caller's business.
 */
@NullMarked
package net.saltban.outbox;

import org.jspecify.annotations.NullMarked;
