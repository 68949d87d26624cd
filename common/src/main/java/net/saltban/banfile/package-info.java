/**
 * The ban file, its snapshots and deltas: formats, readers and writers.
 *
 * <p>Uses {@code address}, {@code limits}, {@code text}.
 */
@NullMarked
package net.saltban.banfile;

import org.jspecify.annotations.NullMarked;
