/**
 * Brings the ban file to the minions: the files of the list, and the push with one outcome a minion.
 *
 * <p>Uses {@code banfile}, {@code saltapi}, {@code limits}, {@code text}; Jackson stays inside.
 */
@NullMarked
package net.saltban.push;

import org.jspecify.annotations.NullMarked;
