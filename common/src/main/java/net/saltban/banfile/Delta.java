package net.saltban.banfile;

import java.util.Optional;
import java.util.UUID;

import net.saltban.address.Prefix;
import net.saltban.limits.InputLimits;

/**
 * The difference between two ban files, and where to find the whole of the second. {@link DeltaJson} draws its form.
 *
 * @param list lineage of the list
 * @param baseSha256 hash of the body that the difference starts from; {@link #NO_BASE} where only the snapshot will do
 * @param sha256 hash of the resulting body
 * @param generation number of the result
 * @param add prefixes that the base lacks; none without a base
 * @param remove prefixes that the base holds and the result does not; none without a base
 * @param snapshot the ban file that holds the result
 * @param protectedSha256 hash over the bytes of the protected list beside the snapshot
 */
public record Delta(
        UUID list,
        String baseSha256,
        String sha256,
        long generation,
        BanList add,
        BanList remove,
        SnapshotName snapshot,
        String protectedSha256) {
    /** In place of a hash: there is no base. */
    public static final String NO_BASE = "";

    /** Refuses what is no hash, a snapshot of something else, and contradictory differences. */
    public Delta {
        if (!baseSha256.equals(NO_BASE)) {
            requireHash("base_sha256", baseSha256);
        } else if (!add.isEmpty() || !remove.isEmpty()) {
            throw new IllegalArgumentException("base_sha256 is null, but there are prefixes to add or remove");
        }
        requireHash("sha256", sha256);
        requireHash("protected_sha256", protectedSha256);
        if (!snapshot.equals(SnapshotName.of(new BanFileHeader(list, generation, 0, sha256)))) {
            throw new IllegalArgumentException("snapshot " + snapshot + " is not of generation and sha256");
        }
        for (Prefix prefix : add) {
            if (remove.contains(prefix)) {
                throw new IllegalArgumentException(prefix + " is both to add and to remove");
            }
        }
    }

    private static void requireHash(String name, String text) {
        if (!Sha256.isValid(text)) {
            throw new IllegalArgumentException(name + " is not 64 lower-case hexadecimal digits");
        }
    }

    /**
     * The way from one ban file to the next; empty if its JSON form would exceed {@link InputLimits#DELTA_BYTES_MAX}. Then
     * {@link #withoutBase} is what to send.
     */
    public static Optional<Delta> between(BanFile base, BanFile result, ProtectedFile protectedFile) {
        Delta delta = new Delta(
                result.header().list(),
                base.header().sha256(),
                result.header().sha256(),
                result.header().generation(),
                result.list().minus(base.list()),
                base.list().minus(result.list()),
                SnapshotName.of(result.header()),
                protectedFile.sha256());
        return DeltaJson.toBytes(delta).length <= InputLimits.DELTA_BYTES_MAX ? Optional.of(delta) : Optional.empty();
    }

    /** Names a ban file and its snapshot, for whoever holds something else: the content of {@code current.json}. */
    public static Delta withoutBase(BanFile result, ProtectedFile protectedFile) {
        return new Delta(
                result.header().list(),
                NO_BASE,
                result.header().sha256(),
                result.header().generation(),
                BanList.empty(),
                BanList.empty(),
                SnapshotName.of(result.header()),
                protectedFile.sha256());
    }

    /** Hash of the body that the difference starts from; empty if only the snapshot will do. */
    public Optional<String> base() {
        return baseSha256.equals(NO_BASE) ? Optional.empty() : Optional.of(baseSha256);
    }
}
