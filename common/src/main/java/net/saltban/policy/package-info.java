/**
 * Which prefixes to ban, and why: a pure function of evidence, allowlist, bans, acts and time.
 *
 * <p>Uses {@code address}, {@code finding}, {@code limits}, {@code text}; reads no file, no clock and no configuration format.
 */
@NullMarked
package net.saltban.policy;

import org.jspecify.annotations.NullMarked;
