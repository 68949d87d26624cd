/**
 * IP addresses, prefixes and sets of prefixes: pure values, no I/O, no name resolution.
 *
 * <p>Uses nothing but the JDK.
 */
@NullMarked
package net.saltban.address;

import org.jspecify.annotations.NullMarked;
