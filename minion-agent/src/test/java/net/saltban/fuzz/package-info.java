/**
 * Coverage-guided fuzzing: what any bytes must not do to us. A target lies beside what it tests, as {@code *Fuzz}; it reads one input and
 * throws if a promise was broken. Here are the list of targets, the replay of all known inputs, and the driver of Jazzer.
 */
@NullMarked
package net.saltban.fuzz;

import org.jspecify.annotations.NullMarked;
