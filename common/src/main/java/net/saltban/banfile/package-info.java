/**
 * The ban file, its snapshots, the protected list and deltas: formats, readers and writers.
 *
 * <p>Uses {@code address}, {@code durable}, {@code limits}, {@code problem}, {@code text}; jackson-core stays inside.
 */
@NullMarked
package net.saltban.banfile;

import org.jspecify.annotations.NullMarked;
