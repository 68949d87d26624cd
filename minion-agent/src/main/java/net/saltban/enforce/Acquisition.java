package net.saltban.enforce;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanFileHeader;
import net.saltban.banfile.BanList;
import net.saltban.banfile.DamagedFileException;
import net.saltban.banfile.Delta;
import net.saltban.banfile.ProtectedFile;

/** Makes the ban file and the protected list that a delta names: from what is held, or from what was brought in. */
final class Acquisition {
    private final StateFolder folder;
    private final HeldState held;
    private final Delta delta;
    private final List<String> missing = new ArrayList<>();
    private String unfit = "";

    private Acquisition(StateFolder folder, HeldState held, Delta delta) {
        this.folder = folder;
        this.held = held;
        this.delta = delta;
    }

    static Acquired of(StateFolder folder, HeldState held, Delta delta) throws IOException {
        return new Acquisition(folder, held, delta).acquire();
    }

    private Acquired acquire() throws IOException {
        try {
            Optional<BanFile> file = file();
            Optional<ProtectedFile> protectedFile = protectedFile();
            if (!unfit.isEmpty()) {
                return new Acquired.Unfit(unfit);
            }
            if (file.isPresent() && protectedFile.isPresent()) {
                return new Acquired.Complete(file.get(), protectedFile.get());
            }
            return new Acquired.Missing(missing);
        } catch (DamagedFileException e) {
            return new Acquired.Unfit(Cause.text(e));
        }
    }

    private Optional<BanFile> file() throws IOException {
        Optional<BanList> list = held.file().map(BanFile::list);
        Optional<BanList> result = list.filter(same -> same.sha256().equals(delta.sha256()))
                .or(() -> list.flatMap(base -> base.apply(delta)));
        if (result.isPresent()) {
            return result.map(made -> BanFile.of(delta.list(), delta.generation(), made));
        }
        Path incoming = folder.incoming(delta.snapshot().dataName());
        try {
            BanFile file = BanFile.read(incoming);
            if (!isAnnounced(file.header())) {
                unfit = incoming + ": is " + text(file.header()) + ", but the delta announces "
                        + text(new BanFileHeader(delta.list(), delta.generation(), 0, delta.sha256()));
            }
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            missing.add(delta.snapshot().dataName());
            return Optional.empty();
        }
    }

    private boolean isAnnounced(BanFileHeader header) {
        return header.list().equals(delta.list())
                && header.generation() == delta.generation()
                && header.sha256().equals(delta.sha256());
    }

    private static String text(BanFileHeader header) {
        return "generation " + header.generation() + " of list " + header.list() + " with sha256 " + header.sha256();
    }

    private Optional<ProtectedFile> protectedFile() throws IOException {
        Optional<ProtectedFile> same =
                held.protectedFile().filter(file -> file.sha256().equals(delta.protectedSha256()));
        if (same.isPresent()) {
            return same;
        }
        Path incoming = folder.incoming(delta.snapshot().protectedName());
        try {
            ProtectedFile file = ProtectedFile.read(incoming);
            if (!file.sha256().equals(delta.protectedSha256())) {
                unfit = incoming + ": has sha256 " + file.sha256() + ", but the delta announces "
                        + delta.protectedSha256();
            }
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            missing.add(delta.snapshot().protectedName());
            return Optional.empty();
        }
    }
}
