/**
 * Logs as a sequence of lines that is read exactly once: rotation, compression, checkpoints. Knows no sshd.
 *
 * <p>Uses {@code finding} for the word {@code Trust}, {@code limits}, {@code syslog} for where lines end, {@code zstd}, the JDK, and XZ for Java inside
 * {@code Compression}.
 */
@NullMarked
package net.saltban.source;

import org.jspecify.annotations.NullMarked;
