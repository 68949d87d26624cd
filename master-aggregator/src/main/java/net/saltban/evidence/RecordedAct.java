package net.saltban.evidence;

import net.saltban.policy.Act;

/**
 * An operator's act as the store remembers it.
 *
 * @param number counts acts from 1
 * @param kind what was done
 * @param subject to what: a prefix, a minion id, a mode
 * @param act who, when and why
 */
public record RecordedAct(long number, Kind kind, String subject, Act act) {
    /** What an operator can do. */
    public enum Kind {
        /** Banned a prefix. */
        BAN,
        /** Banned a list of prefixes; the subject is their number. */
        IMPORT,
        /** Unbanned a prefix. */
        UNBAN,
        /** Put a prefix on the allowlist. */
        ALLOW,
        /** Took a prefix off the allowlist. */
        DISALLOW,
        /** Let a held ban go through. */
        APPROVE,
        /** Withdrew what a minion reported. */
        RETRACT,
        /** Changed the mode. */
        MODE,
        /** Has seen an alarm. */
        ACKNOWLEDGE,
        /** Replaced a damaged ban file. */
        REBUILD
    }
}
