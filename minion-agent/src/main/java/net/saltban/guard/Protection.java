package net.saltban.guard;

import net.saltban.address.Prefix;

/**
 * A prefix that must not be refused.
 *
 * @param prefix the prefix
 * @param why what it is, as the end of a sentence: {@code "the address of the Salt master"}
 */
public record Protection(Prefix prefix, String why) {}
