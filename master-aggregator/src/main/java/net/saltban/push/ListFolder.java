package net.saltban.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import net.saltban.banfile.BanFile;
import net.saltban.banfile.DamagedFileException;
import net.saltban.banfile.Delta;
import net.saltban.banfile.DeltaJson;
import net.saltban.banfile.ProtectedFile;
import net.saltban.banfile.SnapshotName;
import net.saltban.durable.AtomicFile;
import net.saltban.limits.BoundedInput;
import net.saltban.limits.InputLimits;

/**
 * The list in the aggregator's state folder.
 *
 * <pre>
 * auto-ban.data                     the ban file; replaced last, so what it names is whole
 * snapshots/GENERATION-HASH.data    the same, immutable; the last ten are kept
 * snapshots/GENERATION-HASH.protected
 * snapshots/current.json            names the newest
 * published                         name of the snapshot that the runner has copied to the file server
 * </pre>
 *
 * A run that is interrupted leaves the old ban file, and files of a generation that nothing names; the next run takes another
 * generation. A damaged ban file is never replaced by {@link #release}: the caller reads it before.
 */
public final class ListFolder {
    private static final int SNAPSHOTS_KEPT = 10;
    private static final String PUBLIC = "rw-r--r--";
    private static final String CURRENT = "current.json";

    private final Path banFile;
    private final Path snapshots;
    private final Path published;

    /** The list in this state folder. */
    public ListFolder(Path stateDir) {
        this.banFile = stateDir.resolve("auto-ban.data");
        this.snapshots = stateDir.resolve("snapshots");
        this.published = stateDir.resolve("published");
    }

    /** Path of the ban file. */
    public Path path() {
        return banFile;
    }

    /**
     * The ban file; empty if there is none yet.
     *
     * @throws DamagedFileException if it is damaged
     */
    public Optional<BanFile> read() throws IOException {
        try {
            return Optional.of(BanFile.read(banFile));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The ban file if it is whole; empty if there is none, or a damaged one, which somebody else reports. */
    public Optional<BanFile> readWhole() throws IOException {
        try {
            return read();
        } catch (DamagedFileException e) {
            return Optional.empty();
        }
    }

    /** A ban file with what belongs to it; empty if that is not all there, as after an interrupted run. */
    public Optional<ReleasedList> released(BanFile file) throws IOException {
        SnapshotName name = SnapshotName.of(file.header());
        try {
            ReleasedList list = new ReleasedList(file, ProtectedFile.read(snapshots.resolve(name.protectedName())));
            byte[] current = BoundedInput.readAll(snapshots.resolve(CURRENT), InputLimits.DELTA_BYTES_MAX);
            boolean isWhole = Files.isRegularFile(snapshots.resolve(name.dataName()))
                    && Arrays.equals(current, DeltaJson.toBytes(list.deltaWithoutBase()));
            return isWhole ? Optional.of(list) : Optional.empty();
        } catch (NoSuchFileException | DamagedFileException e) {
            return Optional.empty();
        }
    }

    /** Hears when the files of a snapshot are written and the ban file not yet. */
    @FunctionalInterface
    public interface SnapshotWritten {
        /** Now. */
        void happened();
    }

    /** Writes a new state of the list. */
    public void release(ReleasedList list, SnapshotWritten listener) throws IOException {
        if (!Files.isDirectory(snapshots)) {
            Files.createDirectory(
                    snapshots, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        }
        SnapshotName name = list.name();
        list.protectedFile().write(snapshots.resolve(name.protectedName()));
        list.file().write(snapshots.resolve(name.dataName()));
        Delta current = list.deltaWithoutBase();
        new AtomicFile(snapshots.resolve(CURRENT), PUBLIC).write(DeltaJson.toBytes(current));
        listener.happened();
        list.file().write(banFile);
        prune(name);
    }

    /** Whether the runner has copied a snapshot, and none since. */
    public boolean isPublished(SnapshotName name) throws IOException {
        return Files.exists(published)
                && new String(BoundedInput.readAll(published, InputLimits.TEXT_CHARS_MAX), StandardCharsets.UTF_8)
                        .equals(name.dataName() + "\n");
    }

    /** Remembers that the runner has copied a snapshot. */
    public void markPublished(SnapshotName name) throws IOException {
        new AtomicFile(published, "rw-r-----").write((name.dataName() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps the newest snapshots and this one; removes what interrupted writes left. */
    private void prune(SnapshotName current) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(snapshots)) {
            names = files.map(file -> file.getFileName().toString()).toList();
        }
        TreeSet<Long> generations = new TreeSet<>(Collections.reverseOrder());
        names.forEach(name -> SnapshotName.parse(name).ifPresent(snapshot -> generations.add(snapshot.generation())));
        Set<Long> kept =
                new HashSet<>(generations.stream().limit(SNAPSHOTS_KEPT).toList());
        kept.add(current.generation());
        for (String name : names) {
            boolean isOld = SnapshotName.parse(name)
                    .filter(snapshot -> !kept.contains(snapshot.generation()))
                    .isPresent();
            boolean isLeftOver = name.startsWith(".") && name.endsWith(".new");
            if (isOld || isLeftOver) {
                Files.deleteIfExists(snapshots.resolve(name));
            }
        }
    }
}
