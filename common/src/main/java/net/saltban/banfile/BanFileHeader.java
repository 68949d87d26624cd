package net.saltban.banfile;

import java.util.UUID;

import net.saltban.limits.InputLimits;

/**
 * What the head of a ban file says.
 *
 * @param list lineage of the list; a minion obeys one
 * @param generation number of this state of the list, from 1, ascending
 * @param entries number of prefixes, at most {@link InputLimits#BAN_FILE_ENTRIES_MAX}
 * @param sha256 SHA-256 over the body, 64 lower-case hexadecimal digits
 */
public record BanFileHeader(UUID list, long generation, long entries, String sha256) {
    /** Refuses numbers out of range and what is no hash. */
    public BanFileHeader {
        if (generation < 1) {
            throw new IllegalArgumentException("generation is " + generation + "; use 1 or more");
        }
        if (entries < 0 || entries > InputLimits.BAN_FILE_ENTRIES_MAX) {
            throw new IllegalArgumentException(
                    "entries is " + entries + "; use 0 to " + InputLimits.BAN_FILE_ENTRIES_MAX);
        }
        if (!Sha256.isValid(sha256)) {
            throw new IllegalArgumentException("sha256 is not 64 lower-case hexadecimal digits");
        }
    }
}
