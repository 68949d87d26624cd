package net.saltban.evidence;

import net.saltban.address.Prefix;
import net.saltban.policy.Act;

/**
 * An entry of the allowlist that an operator made.
 *
 * @param prefix what is never banned
 * @param act who, when and why
 */
public record AllowEntry(Prefix prefix, Act act) {}
