package net.saltban.guard;

import net.saltban.address.Prefix;

/** Prefixes that an operator wrote down: the protected list of the master, or {@code enforce.protect} on this machine. */
public final class ListedPrefixes implements ProtectionSource {
    private final Iterable<Prefix> prefixes;
    private final String why;

    /**
     * Prefixes with a common reason.
     *
     * @param why where they stand, as the end of a sentence
     */
    public ListedPrefixes(Iterable<Prefix> prefixes, String why) {
        this.prefixes = prefixes;
        this.why = why;
    }

    @Override
    public void collect(Protections into) {
        for (Prefix prefix : prefixes) {
            into.add(prefix, why);
        }
    }
}
