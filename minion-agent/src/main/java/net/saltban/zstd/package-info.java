/**
 * Unpacks Zstandard (RFC 8878) in Java alone: rotated logs are compressed with it, and the agent runs as root on input that it
 * does not trust, so neither native code nor access to raw memory is wanted. Decodes only, without dictionaries.
 *
 * <p>Uses the JDK only.
 */
@NullMarked
package net.saltban.zstd;

import org.jspecify.annotations.NullMarked;
