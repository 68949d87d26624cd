/** A Salt master with minions in memory, for tests of what talks to one. */
@NullMarked
package net.saltban.fleet;

import org.jspecify.annotations.NullMarked;
