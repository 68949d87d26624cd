/** What this machine must never refuse, whatever the list says. */
@NullMarked
package net.saltban.guard;

import org.jspecify.annotations.NullMarked;
