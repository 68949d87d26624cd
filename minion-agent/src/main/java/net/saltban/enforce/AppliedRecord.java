package net.saltban.enforce;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import net.saltban.address.IpAddress;
import net.saltban.banfile.BanFileHeader;
import net.saltban.banfile.BanList;
import net.saltban.guard.Refusal;

/**
 * Our own record of what was brought into force last, so that the next change need not read it back first.
 *
 * @param at when
 * @param backend by what, as {@link BackendName} writes it
 * @param form how, as {@link Backend#form} names it
 * @param list list of the ban file that it was made from
 * @param generation number of that ban file
 * @param fileSha256 hash of that ban file's body
 * @param loadedSha256 hash over what was brought into force
 * @param loadedEntries number of prefixes brought into force
 * @param refused what the guard kept out, at most {@link #REFUSED_MAX}
 * @param refusedMore how many more it kept out
 * @param released what an operator had let in
 * @param off whether an operator had switched enforcement off
 */
record AppliedRecord(
        Instant at,
        String backend,
        String form,
        UUID list,
        long generation,
        String fileSha256,
        String loadedSha256,
        long loadedEntries,
        List<Refusal> refused,
        long refusedMore,
        List<IpAddress> released,
        boolean off) {
    static final int REFUSED_MAX = 10_000;

    AppliedRecord {
        refused = List.copyOf(refused);
        released = List.copyOf(released);
    }

    /** Whether it was made from a ban file, with the same acts of an operator as now. */
    boolean isOf(BanFileHeader header, Released releasedNow, boolean offNow) {
        return off == offNow
                && released.equals(releasedNow.addresses())
                && list.equals(header.list())
                && generation == header.generation()
                && fileSha256.equals(header.sha256());
    }

    /** Whether another one says the same, whenever it was written. */
    boolean saysTheSameAs(AppliedRecord other) {
        return equals(new AppliedRecord(
                at,
                other.backend,
                other.form,
                other.list,
                other.generation,
                other.fileSha256,
                other.loadedSha256,
                other.loadedEntries,
                other.refused,
                other.refusedMore,
                other.released,
                other.off));
    }

    /** What was brought into force, made again from the ban file's list; empty if that cannot be told. */
    Optional<BanList> loaded(BanList file) {
        if (loadedSha256.equals(BanList.empty().sha256())) {
            return Optional.of(BanList.empty());
        }
        if (refusedMore > 0 || !file.sha256().equals(fileSha256)) {
            return Optional.empty();
        }
        Released let = Released.none();
        for (IpAddress address : released) {
            let = let.with(address);
        }
        BanList kept = BanList.of(refused.stream().map(Refusal::prefix).toList());
        return Optional.of(file.minus(kept).minus(let.entriesOf(file)))
                .filter(list -> list.sha256().equals(loadedSha256));
    }
}
