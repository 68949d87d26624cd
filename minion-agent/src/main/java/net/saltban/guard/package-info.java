/**
 * What this machine must never refuse, whatever the list says: each {@code ProtectionSource} finds prefixes and the reason,
 * {@code Guard} says which entries of a list meet one.
 *
 * <p>Uses {@code address}, {@code banfile}, {@code limits}, {@code text}.
 */
@NullMarked
package net.saltban.guard;

import org.jspecify.annotations.NullMarked;
