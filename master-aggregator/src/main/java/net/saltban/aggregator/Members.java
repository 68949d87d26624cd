package net.saltban.aggregator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import net.saltban.durable.AtomicFile;
import net.saltban.limits.BoundedInput;
import net.saltban.saltapi.Target;

/**
 * Which minions the master named when it was last asked for those of the configured target: the file {@code members}, a cache
 * that may go at any time.
 *
 * <pre>
 * # saltban members 1
 * # target GLOB *
 * # at 2026-01-05T03:04:05Z
 * web1
 * web2
 * </pre>
 *
 * A file of another form, or for another target, counts as none: the master is asked again.
 *
 * @param ids their ids
 * @param at when the master was asked
 */
record Members(SortedSet<String> ids, Instant at) {
    private static final String FIRST_LINE = "# saltban members 1";
    private static final String AT = "# at ";
    private static final int BYTES_MAX = 16 * 1024 * 1024;

    Members {
        ids = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(ids));
    }

    static Members of(Collection<String> ids, Instant at) {
        return new Members(new TreeSet<>(ids), at);
    }

    static Optional<Members> read(Path stateDir, Target target) throws IOException {
        Path file = file(stateDir);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = new String(BoundedInput.readAll(file, BYTES_MAX), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (lines.size() < 3
                || !lines.get(0).equals(FIRST_LINE)
                || !lines.get(1).equals(targetLine(target))
                || !lines.get(2).startsWith(AT)) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.parse(lines.get(2).substring(AT.length()));
            return Optional.of(of(lines.subList(3, lines.size()), at));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    void write(Path stateDir, Target target) throws IOException {
        String text = FIRST_LINE + "\n" + targetLine(target) + "\n" + AT + at + "\n"
                + ids.stream().map(id -> id + "\n").collect(Collectors.joining());
        new AtomicFile(file(stateDir), "rw-r-----").write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String targetLine(Target target) {
        return "# target " + target.kind() + " " + target;
    }

    private static Path file(Path stateDir) {
        return stateDir.resolve("members");
    }
}
