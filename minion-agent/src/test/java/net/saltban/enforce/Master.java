package net.saltban.enforce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.Delta;
import net.saltban.banfile.ProtectedFile;
import net.saltban.banfile.SnapshotName;

/** What a master publishes, for tests: a list that changes, its snapshots and deltas. */
final class Master {
    static final UUID LIST = UUID.fromString("0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11");

    private BanFile file;
    private ProtectedFile protectedFile = ProtectedFile.empty();

    Master(String... prefixes) {
        this(LIST, prefixes);
    }

    Master(UUID list, String... prefixes) {
        file = BanFile.of(list, 1, list(prefixes));
    }

    static BanList list(String... prefixes) {
        return BanList.of(Stream.of(prefixes).map(Prefix::parse).toList());
    }

    static List<Prefix> prefixes(String... prefixes) {
        return Stream.of(prefixes).map(Prefix::parse).toList();
    }

    BanFile file() {
        return file;
    }

    void protect(String... prefixes) {
        protectedFile = ProtectedFile.of(PrefixSet.of(prefixes(prefixes)));
    }

    /** The next generation with other prefixes; the delta that leads to it. */
    Delta publish(String... prefixes) {
        return publish(list(prefixes));
    }

    /** The next generation, too far from this one for a delta. */
    void publishWithoutDelta(BanList list) {
        file = BanFile.of(file.header().list(), file.header().generation() + 1, list);
    }

    Delta publish(BanList list) {
        BanFile base = file;
        publishWithoutDelta(list);
        return Delta.between(base, file, protectedFile).orElseThrow();
    }

    /** What {@code current.json} holds. */
    Delta current() {
        return Delta.withoutBase(file, protectedFile);
    }

    /** Puts snapshot and protected list where the caller of apply puts them. */
    void bringFilesTo(Path folder) throws IOException {
        Path incoming = Files.createDirectories(folder.resolve("incoming"));
        SnapshotName name = SnapshotName.of(file.header());
        file.write(incoming.resolve(name.dataName()));
        protectedFile.write(incoming.resolve(name.protectedName()));
    }
}
