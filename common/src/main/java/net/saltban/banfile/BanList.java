package net.saltban.banfile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;

/**
 * An immutable ascending list of prefixes without doubles: IPv4 numerically, then IPv6, the wider first. Its body is one
 * canonical prefix a line, each with its LF; the body of the empty list is empty. Two lists are equal exactly if their
 * bodies, and so their hashes, are.
 *
 * <p>Seventeen bytes an entry. The set operations are one sweep; {@link #contains}, {@link #containing} and {@link #inside}
 * search binarily.
 */
public final class BanList implements Iterable<Prefix> {
    private static final BanList EMPTY = new Builder(0).build();

    private final Entries entries;
    private final String sha256;

    BanList(Entries entries) {
        this(entries, hash(entries));
    }

    /** For a reader that has just hashed the very bytes of the body. */
    BanList(Entries entries, String sha256) {
        this.entries = entries;
        this.sha256 = sha256;
    }

    /** The empty list. */
    public static BanList empty() {
        return EMPTY;
    }

    /** The list of these prefixes, in whatever order they come; doubles count once. */
    public static BanList of(Collection<Prefix> prefixes) {
        Prefix[] sorted = prefixes.toArray(Prefix[]::new);
        Arrays.sort(sorted);
        Builder builder = new Builder(sorted.length);
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || !sorted[i].equals(sorted[i - 1])) {
                builder.append(sorted[i]);
            }
        }
        return builder.build();
    }

    /** The list of these prefixes. */
    public static BanList of(Prefix... prefixes) {
        return of(Arrays.asList(prefixes));
    }

    /** Builds a list from prefixes that come in ascending order. Not safe for threads. */
    public static final class Builder {
        private final Entries entries;

        /** With room for so many; more is possible. */
        public Builder(int expected) {
            entries = new Entries(expected);
        }

        /**
         * Adds a prefix behind the last one.
         *
         * @throws IllegalArgumentException if it is not greater than the last one
         */
        public Builder append(Prefix prefix) {
            int size = entries.size();
            if (size > 0 && entries.compare(size - 1, prefix) >= 0) {
                throw new IllegalArgumentException(prefix + " is not greater than " + entries.get(size - 1));
            }
            entries.append(prefix);
            return this;
        }

        /** The list. The builder is used up. */
        public BanList build() {
            return new BanList(entries);
        }
    }

    /** Number of prefixes. */
    public int size() {
        return entries.size();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** The prefix at a position, from 0. */
    public Prefix get(int index) {
        return entries.get(index);
    }

    /** SHA-256 over the body, 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** Whether exactly this prefix is in the list. */
    public boolean contains(Prefix prefix) {
        return entries.search(prefix) >= 0;
    }

    /** All entries that an address lies in, the widest first. */
    public List<Prefix> containing(IpAddress address) {
        return covering(Prefix.of(address));
    }

    /** All entries that cover a prefix, itself included, the widest first. */
    public List<Prefix> covering(Prefix prefix) {
        List<Prefix> found = new ArrayList<>();
        for (int length : lengths(prefix.address().isIpv4())) {
            if (length > prefix.length()) {
                break;
            }
            Prefix candidate = Prefix.covering(prefix.address(), length);
            if (contains(candidate)) {
                found.add(candidate);
            }
        }
        return found;
    }

    /** The lengths of prefixes that occur among the IPv4, or the IPv6, entries, ascending. */
    public int[] lengths(boolean ipv4) {
        return entries.lengths(ipv4).stream().toArray();
    }

    /** All entries that a prefix covers, itself included, ascending. */
    public List<Prefix> inside(Prefix prefix) {
        int found = entries.search(prefix);
        List<Prefix> inside = new ArrayList<>();
        for (int i = found >= 0 ? found : -found - 1; i < size(); i++) {
            Prefix entry = get(i);
            if (!prefix.covers(entry)) {
                break;
            }
            inside.add(entry);
        }
        return inside;
    }

    /** The entries that are not in another list. */
    public BanList minus(BanList other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        Entries left = new Entries(size());
        int theirs = 0;
        for (int ours = 0; ours < size(); ours++) {
            while (theirs < other.size() && other.entries.compare(theirs, entries, ours) < 0) {
                theirs++;
            }
            if (theirs == other.size() || other.entries.compare(theirs, entries, ours) != 0) {
                left.append(entries, ours);
            }
        }
        return left.size() == size() ? this : new BanList(left);
    }

    /** The entries of either list. */
    public BanList union(BanList other) {
        if (other.isEmpty()) {
            return this;
        }
        Entries both = new Entries(size() + other.size());
        int theirs = 0;
        for (int ours = 0; ours < size(); ours++) {
            while (theirs < other.size() && other.entries.compare(theirs, entries, ours) < 0) {
                both.append(other.entries, theirs++);
            }
            if (theirs < other.size() && other.entries.compare(theirs, entries, ours) == 0) {
                theirs++;
            }
            both.append(entries, ours);
        }
        while (theirs < other.size()) {
            both.append(other.entries, theirs++);
        }
        return new BanList(both);
    }

    /**
     * The list that a delta makes of this one; empty if this is not exactly the delta's base, or if the result does not hash
     * to what the delta says. Then the snapshot is needed.
     */
    public Optional<BanList> apply(Delta delta) {
        if (!delta.base().equals(Optional.of(sha256))) {
            return Optional.empty();
        }
        BanList result = minus(delta.remove()).union(delta.add());
        return result.sha256.equals(delta.sha256()) ? Optional.of(result) : Optional.empty();
    }

    /** Writes the body. */
    public void writeBody(OutputStream out) throws IOException {
        entries.writeTo(out);
    }

    /** The prefixes in order. */
    @Override
    public Iterator<Prefix> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Prefix next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return get(next++);
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BanList that && size() == that.size() && sha256.equals(that.sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    /** Number of entries and start of the hash. */
    @Override
    public String toString() {
        return size() + " prefixes, sha256 " + sha256.substring(0, SnapshotName.HASH_DIGITS);
    }

    private static String hash(Entries entries) {
        Sha256 sha256 = new Sha256();
        try {
            entries.writeTo(sha256);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a digest does not fail
        }
        return sha256.hex();
    }
}
