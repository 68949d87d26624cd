package net.saltban.enforce;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

import net.saltban.banfile.BanFile;
import net.saltban.banfile.ProtectedFile;
import net.saltban.banfile.SnapshotName;
import net.saltban.durable.AtomicFile;

/**
 * The files of enforcement on this machine.
 *
 * <pre>
 * auto-ban.data    the ban file that is held
 * protected        the protected list that belongs to it
 * applied.json     what was brought into force last
 * released         addresses that an operator let in here
 * auto-ban.data.damaged   the last one that was damaged, for people to look at
 * off              there while an operator has switched enforcement off here
 * incoming/        where the caller of apply puts a snapshot and its protected list
 * enforced.data    what should be refused, for the back-end "file"
 * lock             held by whoever changes something
 * </pre>
 */
final class StateFolder {
    private final Path folder;

    StateFolder(Path folder) {
        this.folder = folder;
    }

    Path banFile() {
        return folder.resolve("auto-ban.data");
    }

    Path protectedFile() {
        return folder.resolve("protected");
    }

    Path applied() {
        return folder.resolve("applied.json");
    }

    Path released() {
        return folder.resolve("released");
    }

    Path off() {
        return folder.resolve("off");
    }

    Path enforced() {
        return folder.resolve("enforced.data");
    }

    Path lock() {
        return folder.resolve("lock");
    }

    Path incoming(String name) {
        return folder.resolve("incoming").resolve(name);
    }

    /** Makes the folders, where they are missing. */
    void create() throws IOException {
        Files.createDirectories(folder.resolve("incoming"));
    }

    /** The ban file held; empty if there is none. */
    Optional<BanFile> readBanFile() throws IOException {
        try {
            return Optional.of(BanFile.read(banFile()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The protected list held; empty if there is none. */
    Optional<ProtectedFile> readProtected() throws IOException {
        try {
            return Optional.of(ProtectedFile.read(protectedFile()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Takes away what was brought in; every snapshot in it is held now, or older. */
    void emptyIncoming() throws IOException {
        Path incoming = folder.resolve("incoming");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                if (SnapshotName.parse(String.valueOf(file.getFileName())).isPresent()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Moves a damaged ban file aside, so that it can be looked at; does nothing if there is none. */
    void keepDamagedBanFile() throws IOException {
        if (Files.exists(banFile())) {
            Path kept = folder.resolve("auto-ban.data.damaged");
            Files.move(banFile(), kept, StandardCopyOption.REPLACE_EXISTING);
            AtomicFile.syncFolder(folder);
        }
    }
}
