package net.saltban.address;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An immutable set of prefixes that answers by coverage. Members may cover one another; they are kept as given, so that
 * an answer can name the entry that an operator wrote.
 */
public final class PrefixSet implements Iterable<Prefix> {
    private static final PrefixSet EMPTY = new PrefixSet(new Prefix[0]);

    private final Prefix[] sorted;
    private final int[] lengthsIpv4;
    private final int[] lengthsIpv6;

    private PrefixSet(Prefix[] sorted) {
        this.sorted = sorted;
        this.lengthsIpv4 = lengths(true);
        this.lengthsIpv6 = lengths(false);
    }

    /** The empty set. */
    public static PrefixSet empty() {
        return EMPTY;
    }

    /** The set of these prefixes; doubles count once. */
    public static PrefixSet of(Collection<Prefix> prefixes) {
        return prefixes.isEmpty() ? EMPTY : new PrefixSet(new TreeSet<>(prefixes).toArray(Prefix[]::new));
    }

    /** The set of these prefixes. */
    public static PrefixSet of(Prefix... prefixes) {
        return of(Arrays.asList(prefixes));
    }

    /** Members of either set. */
    public PrefixSet union(PrefixSet other) {
        TreeSet<Prefix> all = new TreeSet<>(Arrays.asList(sorted));
        all.addAll(Arrays.asList(other.sorted));
        return of(all);
    }

    /** Number of members. */
    public int size() {
        return sorted.length;
    }

    /** Whether there is no member. */
    public boolean isEmpty() {
        return sorted.length == 0;
    }

    /** The members in order: IPv4 numerically, then IPv6. */
    public List<Prefix> toList() {
        return List.of(sorted);
    }

    @Override
    public Iterator<Prefix> iterator() {
        return toList().iterator();
    }

    /** Whether exactly this prefix is a member. */
    public boolean contains(Prefix prefix) {
        return Arrays.binarySearch(sorted, prefix) >= 0;
    }

    /** The widest member that an address lies in. */
    public Optional<Prefix> covering(IpAddress address) {
        return covering(Prefix.of(address));
    }

    /** The widest member that covers a whole prefix. */
    public Optional<Prefix> covering(Prefix prefix) {
        for (int length : prefix.address().isIpv4() ? lengthsIpv4 : lengthsIpv6) {
            if (length > prefix.length()) {
                break;
            }
            Prefix candidate = Prefix.covering(prefix.address(), length);
            if (contains(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** A member that shares an address with a prefix: one that covers it, otherwise the first inside it. */
    public Optional<Prefix> overlapping(Prefix prefix) {
        Optional<Prefix> covering = covering(prefix);
        if (covering.isPresent()) {
            return covering;
        }
        int found = Arrays.binarySearch(sorted, prefix);
        int next = found >= 0 ? found : -found - 1;
        return next < sorted.length && prefix.covers(sorted[next]) ? Optional.of(sorted[next]) : Optional.empty();
    }

    private int[] lengths(boolean ipv4) {
        return Arrays.stream(sorted)
                .filter(prefix -> prefix.address().isIpv4() == ipv4)
                .mapToInt(Prefix::length)
                .distinct()
                .sorted()
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixSet that && Arrays.equals(sorted, that.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
