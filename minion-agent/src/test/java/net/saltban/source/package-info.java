/** Logs that are written, rotated, compressed and damaged while they are read. */
@NullMarked
package net.saltban.source;

import org.jspecify.annotations.NullMarked;
