/** Brings the ban file to the minions: delta or snapshot, one outcome a minion. */
@NullMarked
package net.saltban.push;

import org.jspecify.annotations.NullMarked;
