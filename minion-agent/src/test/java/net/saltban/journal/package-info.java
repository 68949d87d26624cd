/** Saved journals of the corpus, and journald itself. */
@NullMarked
package net.saltban.journal;

import org.jspecify.annotations.NullMarked;
