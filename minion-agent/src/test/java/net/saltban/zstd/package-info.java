/** Frames by hand, and those of the real zstd. */
@NullMarked
package net.saltban.zstd;

import org.jspecify.annotations.NullMarked;
