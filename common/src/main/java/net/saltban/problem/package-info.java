/**
 * Problems of an input, gathered and reported all at once. Uses {@code text}.
 */
@NullMarked
package net.saltban.problem;

import org.jspecify.annotations.NullMarked;
