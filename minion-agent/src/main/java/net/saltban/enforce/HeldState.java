package net.saltban.enforce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.ProtectedFile;

/**
 * What the state folder holds, read once. A damaged file counts as missing, and is told: what is in force stays as it is until
 * something sound takes its place.
 *
 * @param file the ban file
 * @param protectedFile the protected list
 * @param applied what was brought into force last
 * @param released what an operator let in
 * @param off whether an operator switched enforcement off
 * @param problems each damage, as {@code file:line: what is wrong}
 * @param blockers problems that only an operator can mend, since the files are an operator's
 */
record HeldState(
        Optional<BanFile> file,
        Optional<ProtectedFile> protectedFile,
        Optional<AppliedRecord> applied,
        Released released,
        Optional<Off> off,
        List<String> problems,
        List<String> blockers) {
    HeldState {
        problems = List.copyOf(problems);
        blockers = List.copyOf(blockers);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    static HeldState read(StateFolder folder) throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> blockers = new ArrayList<>();
        Optional<BanFile> file = orTell(folder::readBanFile, Optional.empty(), problems);
        Optional<ProtectedFile> protectedFile = orTell(folder::readProtected, Optional.empty(), problems);
        Optional<AppliedRecord> applied = orTell(() -> AppliedJson.read(folder.applied()), Optional.empty(), problems);
        Released released = orTell(() -> Released.read(folder.released()), Released.none(), blockers);
        problems.addAll(blockers);
        return new HeldState(file, protectedFile, applied, released, Off.read(folder.off()), problems, blockers);
    }

    private static <T> T orTell(Reading<T> reading, T otherwise, List<String> problems) {
        try {
            return reading.read();
        } catch (IOException e) {
            problems.add(Cause.text(e));
            return otherwise;
        }
    }

    /** The list that is obeyed, also where the ban file itself is damaged. */
    Optional<UUID> list() {
        return file.map(held -> held.header().list()).or(() -> applied.map(AppliedRecord::list));
    }

    /** The number of the ban file held, 0 before the first. */
    long generation() {
        long ofFile = file.map(held -> held.header().generation()).orElse(0L);
        return Math.max(ofFile, applied.map(AppliedRecord::generation).orElse(0L));
    }

    /** What is in force by our own record; empty if that cannot be told. */
    Optional<BanList> loaded() {
        return applied.flatMap(record -> record.loaded(file.map(BanFile::list).orElseGet(BanList::empty)));
    }

    /** Our own record, where it speaks of just what the other files hold now. */
    Optional<AppliedRecord> current() {
        return applied.filter(record -> file.map(held -> record.isOf(held.header(), released, off.isPresent()))
                .orElse(false));
    }
}
