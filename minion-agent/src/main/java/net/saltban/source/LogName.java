package net.saltban.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a log is called in configuration, checkpoints and messages: a path, {@code journal} (this machine's), or
 * {@code journal:/folder} (journal files that lie elsewhere).
 *
 * @param text the canonical text
 */
public record LogName(String text) {
    /** This machine's own journal. */
    public static final LogName JOURNAL = new LogName("journal");

    private static final String FOLDER = "journal:";

    /** Refuses what is neither a path nor a journal. */
    public LogName {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a log without a name");
        }
    }

    /** A text log. */
    public static LogName of(Path log) {
        return new LogName(log.toString());
    }

    /** The journal that an entry of the list of logs names; empty if it names none, or none that is possible. */
    public static Optional<LogName> journal(String source) {
        if (source.equals(JOURNAL.text)) {
            return Optional.of(JOURNAL);
        }
        if (!source.startsWith(FOLDER + "/")) {
            return Optional.empty();
        }
        try {
            Path folder = Path.of(source.substring(FOLDER.length()));
            return Optional.of(new LogName(FOLDER + folder.normalize()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a journal. */
    public boolean isJournal() {
        return text.equals(JOURNAL.text) || text.startsWith(FOLDER);
    }

    /** Where the files of a journal lie that is not this machine's own. */
    public Optional<Path> journalFolder() {
        return text.startsWith(FOLDER) ? Optional.of(Path.of(text.substring(FOLDER.length()))) : Optional.empty();
    }

    /** The path of a text log. */
    public Path path() {
        return Path.of(text);
    }

    @Override
    public String toString() {
        return text;
    }

    // By hand: what the compiler makes of a record takes 10 ms of a cold start.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogName that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
