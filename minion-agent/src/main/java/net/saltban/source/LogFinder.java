package net.saltban.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the logs to read. By itself: the first of {@code /var/log/auth.log} (Debian, Ubuntu), {@code /var/log/secure}
 * (Red Hat) and {@code /var/log/messages} (SUSE) that is there; never two of them, since sshd's lines may stand in both.
 * By patterns: {@code *}, {@code ?} and {@code [..]} within a name; rotated files of a log that is found belong to that log.
 */
public final class LogFinder {
    /** Logs that are read at most. */
    public static final int LOGS_MAX = 256;

    private static final List<String> AUTOMATIC = List.of("auth.log", "secure", "messages");

    private final Path folder;

    /** Looks into a folder for the machine's own log. */
    public LogFinder(Path folder) {
        this.folder = folder;
    }

    /** Looks into {@code /var/log} for the machine's own log. */
    public LogFinder() {
        this(Path.of("/var/log"));
    }

    /**
     * What was found.
     *
     * @param logs the logs to read
     * @param looked what was looked for, and what became of it
     */
    public record Found(List<Path> logs, List<Looked> looked) {
        /** Copies the lists. */
        public Found {
            logs = List.copyOf(logs);
            looked = List.copyOf(looked);
        }
    }

    /**
     * A place that was looked at.
     *
     * @param where a path or a pattern
     * @param outcome what is there, for people
     */
    public record Looked(String where, String outcome) {
        @Override
        public String toString() {
            return where + ": " + outcome;
        }
    }

    /** Finds logs by patterns, or the machine's own log if there are none. */
    public Found find(List<String> patterns) throws IOException {
        return patterns.isEmpty() ? automatic() : matching(patterns);
    }

    /** Folders in which a new name may be another log. */
    public List<LogPlace> places(List<String> patterns) throws IOException {
        List<LogPlace> places = new ArrayList<>();
        if (patterns.isEmpty()) {
            places.add(LogPlace.ofNew(folder));
        }
        for (String pattern : patterns) {
            Path parent = Path.of(pattern).toAbsolutePath().getParent();
            if (parent != null) {
                for (Path there : isPattern(parent.toString()) ? matches(parent.toString()) : List.of(parent)) {
                    places.add(LogPlace.ofNew(there));
                }
            }
        }
        return places;
    }

    private Found automatic() {
        List<Path> logs = new ArrayList<>();
        List<Looked> looked = new ArrayList<>();
        for (String name : AUTOMATIC) {
            Path log = folder.resolve(name);
            boolean there = Files.exists(log, LinkOption.NOFOLLOW_LINKS);
            if (there && logs.isEmpty()) {
                logs.add(log);
                looked.add(new Looked(log.toString(), "is read"));
            } else {
                looked.add(new Looked(
                        log.toString(),
                        there ? "is there too; name it under 'sources' if sshd writes to it" : "is not there"));
            }
        }
        looked.add(new Looked("journald", "is not read by this version"));
        return new Found(logs, looked);
    }

    private Found matching(List<String> patterns) throws IOException {
        TreeSet<Path> logs = new TreeSet<>();
        List<Looked> looked = new ArrayList<>();
        for (String pattern : patterns) {
            List<Path> matches = isPattern(pattern) ? withoutRotated(expand(pattern)) : List.of(Path.of(pattern));
            logs.addAll(matches);
            looked.add(new Looked(
                    pattern,
                    isPattern(pattern)
                            ? "stands for " + matches.size() + (matches.size() == 1 ? " log" : " logs")
                            : Files.exists(matches.get(0), LinkOption.NOFOLLOW_LINKS) ? "is read" : "is not there"));
        }
        List<Path> first = new ArrayList<>(logs);
        if (first.size() > LOGS_MAX) {
            looked.add(new Looked(
                    "sources", first.size() + " logs; only the first " + LOGS_MAX + " are read, name fewer"));
            first = first.subList(0, LOGS_MAX);
        }
        return new Found(first, looked);
    }

    private static boolean isPattern(String text) {
        return text.contains("*") || text.contains("?") || text.contains("[");
    }

    private static List<Path> expand(String pattern) throws IOException {
        List<Path> found = matches(pattern);
        found.removeIf(path -> !Files.isRegularFile(path));
        return found;
    }

    private static List<Path> matches(String pattern) throws IOException {
        List<Path> found = List.of(Path.of("/"));
        for (Path name : Path.of(pattern)) {
            List<Path> next = new ArrayList<>();
            for (Path parent : found) {
                next.addAll(
                        isPattern(name.toString()) ? children(parent, name.toString()) : List.of(parent.resolve(name)));
            }
            found = next;
        }
        return new ArrayList<>(found);
    }

    private static List<Path> children(Path parent, String glob) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> matches = Files.newDirectoryStream(parent, escaped(glob))) {
            for (Path match : matches) {
                if (!String.valueOf(match.getFileName()).startsWith(".")) {
                    children.add(match);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return children;
        }
        return children;
    }

    /** Braces mean nothing here. */
    private static String escaped(String glob) {
        return glob.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}");
    }

    private static List<Path> withoutRotated(List<Path> files) {
        List<Path> logs = new ArrayList<>(files);
        logs.removeIf(file -> files.stream()
                .anyMatch(log -> String.valueOf(log.getParent()).equals(String.valueOf(file.getParent()))
                        && new RotatedNames(String.valueOf(log.getFileName()))
                                .contains(String.valueOf(file.getFileName()))));
        return logs;
    }
}
