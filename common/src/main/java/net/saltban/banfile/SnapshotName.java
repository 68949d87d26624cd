package net.saltban.banfile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an immutable ban file: {@code <generation>-<first 16 hex digits of the body's SHA-256>.data}, with the twin
 * {@code .protected} that holds the protected list of that time. Content, not time, names a file, because Salt caches the
 * hashes of files by their time of change and serves files chunk by chunk.
 *
 * @param generation number of the ban file, from 1
 * @param hash first {@value #HASH_DIGITS} hexadecimal digits of the body's hash
 */
public record SnapshotName(long generation, String hash) implements Comparable<SnapshotName> {
    /** Hexadecimal digits of the hash in a name. */
    public static final int HASH_DIGITS = 16;

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,18})-([0-9a-f]{16})\\.(?:data|protected)");

    /** Refuses what has not the form. */
    public SnapshotName {
        if (generation < 1 || !hash.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("a snapshot's name has a generation from 1 and 16 hexadecimal digits");
        }
    }

    /** The name of the snapshot of a ban file. */
    public static SnapshotName of(BanFileHeader header) {
        return new SnapshotName(header.generation(), header.sha256().substring(0, HASH_DIGITS));
    }

    /** Reads the name of a snapshot or of its twin; empty if it is neither. Nothing else is ever part of a path. */
    public static Optional<SnapshotName> parse(String fileName) {
        Matcher matcher = FORM.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SnapshotName(Long.parseLong(matcher.group(1)), matcher.group(2)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // nineteen digits can be more than a long holds
        }
    }

    /** Name of the ban file. */
    public String dataName() {
        return generation + "-" + hash + ".data";
    }

    /** Name of the protected list beside it. */
    public String protectedName() {
        return generation + "-" + hash + ".protected";
    }

    /** By generation. */
    @Override
    public int compareTo(SnapshotName other) {
        int byGeneration = Long.compare(generation, other.generation);
        return byGeneration != 0 ? byGeneration : hash.compareTo(other.hash);
    }

    /** The name of the ban file. */
    @Override
    public String toString() {
        return dataName();
    }
}
