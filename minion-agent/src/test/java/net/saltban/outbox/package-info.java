/** Outboxes that are written, cut, damaged and read. */
@NullMarked
package net.saltban.outbox;

import org.jspecify.annotations.NullMarked;
