package net.saltban.guard;

import net.saltban.address.Prefix;

/**
 * An entry of the list that the guard keeps out.
 *
 * @param prefix the entry, always as a whole
 * @param why the reason, one clause
 */
public record Refusal(Prefix prefix, String why) {}
