package net.saltban.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Finds the logs to read. By itself: the journal where it holds messages of sshd's, else the first of {@code /var/log/auth.log}
 * (Debian, Ubuntu), {@code /var/log/secure} (Red Hat) and {@code /var/log/messages} (SUSE) that is there; never two of them,
 * since sshd's messages may stand in both. What reading began with is stayed with while it is written to. By name:
 * {@code journal}, {@code journal:/folder}, files, and patterns with {@code *}, {@code ?} and {@code [..]} within a name;
 * rotated files of a log that is found belong to that log.
 */
public final class LogFinder {
    /** Logs that are read at most. */
    public static final int LOGS_MAX = 256;

    /** The entry of {@code sources} that stands for the machine's own log. */
    public static final String AUTO = "auto";

    private static final List<String> AUTOMATIC = List.of("auth.log", "secure", "messages");

    /** A log that was begun with and has not been written to for so long is looked for elsewhere. */
    private static final Duration STALE = Duration.ofDays(7);

    private final Path folder;
    private final @Nullable JournalProbe probe;

    /** Looks into {@code /var/log} for the machine's own log, not into a journal. */
    public LogFinder() {
        this(Path.of("/var/log"));
    }

    /** Looks into a folder for the machine's own log, not into a journal. */
    public LogFinder(Path folder) {
        this(folder, null);
    }

    /** Looks into a journal, and into a folder, for the machine's own log. */
    public LogFinder(Path folder, @Nullable JournalProbe probe) {
        this.folder = folder;
        this.probe = probe;
    }

    /**
     * What was found.
     *
     * @param logs the logs to read
     * @param looked what was looked for, and what became of it
     */
    public record Found(List<LogName> logs, List<Looked> looked) {
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

    /**
     * Finds logs by patterns, or the machine's own log if there are none.
     *
     * @param begun logs that were read before
     * @param now the time, to tell whether a log is still written to
     */
    public Found find(List<String> patterns, Set<LogName> begun, Instant now) throws IOException {
        List<Looked> looked = new ArrayList<>();
        if (patterns.isEmpty()) {
            return new Found(automatic(begun, now, looked).map(List::of).orElse(List.of()), looked);
        }
        TreeMap<String, LogName> logs = new TreeMap<>();
        for (String pattern : patterns) {
            for (LogName log : named(pattern, begun, now, looked)) {
                logs.put(log.text(), log);
            }
        }
        List<LogName> all = new ArrayList<>(logs.values());
        if (all.size() > LOGS_MAX) {
            looked.add(
                    new Looked("sources", all.size() + " logs; only the first " + LOGS_MAX + " are read, name fewer"));
            all = all.subList(0, LOGS_MAX);
        }
        return new Found(all, looked);
    }

    private List<LogName> named(String pattern, Set<LogName> begun, Instant now, List<Looked> looked)
            throws IOException {
        if (pattern.equals(AUTO)) {
            return automatic(begun, now, looked).map(List::of).orElse(List.of());
        }
        Optional<LogName> journal = LogName.journal(pattern);
        if (journal.isPresent()) {
            looked.add(new Looked(pattern, "is read"));
            return List.of(journal.get());
        }
        return matching(pattern, looked);
    }

    /** Logs of which one at most is the machine's own. */
    public Set<LogName> automatic() {
        Set<LogName> names = new LinkedHashSet<>();
        if (probe != null) {
            names.add(probe.journal());
        }
        AUTOMATIC.forEach(name -> names.add(LogName.of(folder.resolve(name))));
        return names;
    }

    /** Folders in which a new name may be another log. */
    public List<LogPlace> places(List<String> patterns) throws IOException {
        List<LogPlace> places = new ArrayList<>();
        if (patterns.isEmpty() || patterns.contains(AUTO)) {
            places.add(LogPlace.ofNew(folder));
        }
        for (String pattern : patterns) {
            if (pattern.equals(AUTO) || LogName.journal(pattern).isPresent()) {
                continue; // a journal itself tells its places
            }
            Path parent = Path.of(pattern).toAbsolutePath().getParent();
            if (parent != null) {
                for (Path there : isPattern(parent.toString()) ? matches(parent.toString()) : List.of(parent)) {
                    places.add(LogPlace.ofNew(there));
                }
            }
        }
        return places;
    }

    private Optional<LogName> automatic(Set<LogName> begun, Instant now, List<Looked> looked) {
        Optional<LogName> fresh = begunAndFresh(begun, now);
        Optional<LogName> journal = journal(begun, fresh, looked);
        Optional<LogName> chosen = journal.isPresent() ? journal : fresh;
        for (String name : AUTOMATIC) {
            LogName log = LogName.of(folder.resolve(name));
            boolean there = Files.exists(log.path(), LinkOption.NOFOLLOW_LINKS);
            if (there && chosen.isEmpty()) {
                chosen = Optional.of(log);
            }
            boolean isRead = chosen.isPresent() && chosen.get().equals(log);
            String outcome = there ? "is there too; name it under 'sources' if sshd writes to it" : "is not there";
            looked.add(new Looked(log.text(), isRead ? "is read" : outcome));
        }
        return chosen;
    }

    /** The text log that reading began with, if it is still written to. */
    private Optional<LogName> begunAndFresh(Set<LogName> begun, Instant now) {
        for (String name : AUTOMATIC) {
            LogName log = LogName.of(folder.resolve(name));
            if (begun.contains(log) && isFresh(log.path(), now)) {
                return Optional.of(log);
            }
        }
        return Optional.empty();
    }

    private static boolean isFresh(Path log, Instant now) {
        try {
            return Files.getLastModifiedTime(log).toInstant().plus(STALE).isAfter(now);
        } catch (IOException e) {
            return false; // not there any more
        }
    }

    private Optional<LogName> journal(Set<LogName> begun, Optional<LogName> fresh, List<Looked> looked) {
        if (probe == null) {
            return Optional.empty();
        }
        LogName journal = probe.journal();
        if (begun.contains(journal) && probe.isPossible()) {
            looked.add(new Looked(journal.text(), "is read, as before"));
            return Optional.of(journal);
        }
        if (fresh.isPresent()) {
            looked.add(new Looked(
                    journal.text(), "is not read, since reading began with " + fresh.get() + ", which is written to"));
            return Optional.empty();
        }
        JournalProbe.Result result = probe.look();
        looked.add(new Looked(journal.text(), result.outcome() + (result.holdsSshd() ? "; is read" : "")));
        return result.holdsSshd() ? Optional.of(journal) : Optional.empty();
    }

    private static List<LogName> matching(String pattern, List<Looked> looked) throws IOException {
        List<Path> matches = isPattern(pattern) ? withoutRotated(expand(pattern)) : List.of(Path.of(pattern));
        looked.add(new Looked(
                pattern,
                isPattern(pattern)
                        ? "stands for " + matches.size() + (matches.size() == 1 ? " log" : " logs")
                        : Files.exists(matches.get(0), LinkOption.NOFOLLOW_LINKS) ? "is read" : "is not there"));
        List<LogName> logs = new ArrayList<>();
        matches.forEach(match -> logs.add(LogName.of(match)));
        return logs;
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
