package net.saltban.config;

import net.saltban.address.Prefix;

/**
 * A prefix that is never banned.
 *
 * @param prefix the addresses
 * @param comment what the operator wrote behind it; may be empty
 */
public record AllowlistEntry(Prefix prefix, String comment) {}
