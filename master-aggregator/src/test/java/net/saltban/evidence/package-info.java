/** Tests of the evidence store. */
@NullMarked
package net.saltban.evidence;

import org.jspecify.annotations.NullMarked;
