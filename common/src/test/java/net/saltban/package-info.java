/** Rules that the tests of all modules share. */
@NullMarked
package net.saltban;

import org.jspecify.annotations.NullMarked;
