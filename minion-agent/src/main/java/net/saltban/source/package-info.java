/** Logs as a sequence of lines that is read exactly once: rotation, compression, checkpoints. Knows no sshd. */
@NullMarked
package net.saltban.source;

import org.jspecify.annotations.NullMarked;
