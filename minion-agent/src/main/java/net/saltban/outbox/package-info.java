/** The numbered journal of findings on a minion, with its checkpoint. */
@NullMarked
package net.saltban.outbox;

import org.jspecify.annotations.NullMarked;
