package net.saltban.policy;

import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * Who reported: a minion id together with the fingerprint of the key that Salt accepted for it. A new machine under an old
 * name has another key, so it is another reporter; where minions are counted, the id alone counts.
 *
 * @param minion the id that Salt vouches for, escaped and cut at 256 characters
 * @param key fingerprint of the accepted key, escaped and cut likewise; empty for a reading on this machine
 */
public record Reporter(String minion, String key) implements Comparable<Reporter> {
    /** Escapes and cuts the texts; refuses an empty minion id. */
    public Reporter {
        minion = UntrustedText.show(minion, InputLimits.TEXT_CHARS_MAX);
        key = UntrustedText.show(key, InputLimits.TEXT_CHARS_MAX);
        if (minion.isEmpty()) {
            throw new IllegalArgumentException("a reporter has a minion id");
        }
    }

    /** A reading on this machine, which no key vouches for. */
    public static Reporter local(String minion) {
        return new Reporter(minion, "");
    }

    /** By minion id, then by key. */
    @Override
    public int compareTo(Reporter other) {
        int byMinion = minion.compareTo(other.minion);
        return byMinion != 0 ? byMinion : key.compareTo(other.key);
    }

    /** The minion id, and the key where there is one. */
    @Override
    public String toString() {
        return key.isEmpty() ? minion : minion + " (" + key + ")";
    }
}
