package net.saltban.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Looks at a log and all its rotated files. */
final class Survey {
    /** Rotated files of one log that are looked at. */
    private static final int FILES_MAX = 1000;

    private static final int TRIES = 5;

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Path> unread = new ArrayList<>();

    private Survey() {}

    /**
     * Looks at them.
     *
     * @param log the log itself; it may be missing for the moment
     * @param links what to do if it is a symbolic link
     */
    static Survey of(Path log, LogFile.Links links) throws IOException {
        Path real = realPath(log);
        for (int tries = 1; ; tries++) {
            Object before = changed(folderOf(real));
            Survey survey = survey(log, links, real);
            // Names that moved on meanwhile could hide a file: look again.
            if (tries == TRIES || before.equals(changed(folderOf(real)))) {
                return survey;
            }
        }
    }

    private static Survey survey(Path log, LogFile.Links links, Path real) throws IOException {
        Survey survey = new Survey();
        survey.add(log, links, true, "");
        RotatedNames names = new RotatedNames(String.valueOf(real.getFileName()));
        for (Path sibling : rotated(real, names)) {
            survey.add(sibling, LogFile.Links.REFUSE, false, names.mark(String.valueOf(sibling.getFileName())));
        }
        survey.candidates.sort(Candidate.BY_USE);
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : survey.candidates) {
            if (kept.stream().noneMatch(candidate::isSameContentAs)) {
                kept.add(candidate);
            }
        }
        kept.sort(Candidate.BY_AGE);
        survey.candidates.clear();
        survey.candidates.addAll(kept);
        return survey;
    }

    /** Each content once, oldest first, the log itself last. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** Rotated files in a compression that is not read. */
    List<Path> unread() {
        return unread;
    }

    /** The regular files beside a log that rotation may have made of it. */
    static List<Path> rotated(Path log, RotatedNames names) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folderOf(log))) {
            for (Path entry : entries) {
                if (names.contains(String.valueOf(entry.getFileName())) && files.size() < FILES_MAX) {
                    files.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return files; // the folder of a log that is not there yet
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    /** Where a log really lies: rotated files lie there too. */
    static Path realPath(Path log) throws IOException {
        try {
            return FileStatus.of(log).kind() == FileStatus.Kind.LINK ? log.toRealPath() : log;
        } catch (NoSuchFileException e) {
            return log;
        }
    }

    static Path folderOf(Path log) {
        return Objects.requireNonNull(log.toAbsolutePath().getParent(), "the root folder is no log");
    }

    private static Object changed(Path folder) throws IOException {
        try {
            return FileStatus.of(folder).modified();
        } catch (NoSuchFileException e) {
            return "missing";
        }
    }

    private void add(Path path, LogFile.Links links, boolean live, String mark) throws IOException {
        try (LogFile file = LogFile.open(path, links)) {
            Compression compression = live ? Compression.NONE : file.compression();
            if (compression == Compression.BZIP2) {
                unread.add(path);
                return;
            }
            boolean endsWithLine = compression == Compression.NONE && endsWithLine(file);
            LogHead head = live ? LogHead.of(file.rawFrom(0)) : LogHead.of(file);
            if (compression == Compression.NONE || head.length() > 0) {
                candidates.add(new Candidate(path, file.status(), compression, head, endsWithLine, live, mark));
            }
        } catch (NoSuchFileException e) {
            return; // renamed or removed since the folder was read; what it held lies under another name
        } catch (LogRefusedException e) {
            if (live) {
                throw e;
            }
        }
    }

    private static boolean endsWithLine(LogFile file) throws IOException {
        long bytes = file.status().bytes();
        byte[] last = file.bytesAt(Math.max(0, bytes - 1), 1);
        return last.length == 0 || last[0] == '\n';
    }
}
