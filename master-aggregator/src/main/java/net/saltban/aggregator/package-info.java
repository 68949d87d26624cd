/** The program saltban: its commands, and the cycle in one file. */
@NullMarked
package net.saltban.aggregator;

import org.jspecify.annotations.NullMarked;
