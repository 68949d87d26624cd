package net.saltban.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import net.saltban.finding.Finding;
import net.saltban.finding.Gap;
import net.saltban.finding.LogHealth;
import net.saltban.finding.Trust;
import net.saltban.journal.SavedJournal;
import net.saltban.outbox.MinuteFindings;
import net.saltban.source.FileLines;
import net.saltban.source.FirstRead;
import net.saltban.source.LogConsumer;
import net.saltban.source.LogDamagedException;
import net.saltban.source.LogMessage;
import net.saltban.source.LogName;
import net.saltban.sshd.Phrase;
import net.saltban.sshd.SourceEvent;
import net.saltban.sshd.SshdReader;

/** What logs hold, read once without a checkpoint. */
final class Scan {
    /** Findings of a scan belong to no outbox. */
    static final String EPOCH = "0000000000000000";

    private static final Path STANDARD_INPUT = Path.of("-");
    private static final String STANDARD_INPUT_NAME = "standard input";

    private final Surroundings surroundings;
    private final List<Phrase> phrases;
    private final Instant since;
    private final MinuteFindings minutes = new MinuteFindings();
    private final ScanSources sources = new ScanSources();
    private final FindingsPage page = new FindingsPage();
    private final boolean isDocument;
    private final List<LogHealth> logs = new ArrayList<>();
    private final Consumer<SourceEvent> counting = this::count;

    /**
     * Counts by source what happened since a time.
     *
     * @param phrases own phrases of the configuration
     * @param since its start
     */
    Scan(Surroundings surroundings, List<Phrase> phrases, Instant since) {
        this(surroundings, phrases, since, false);
    }

    /**
     * Counts what happened since a time.
     *
     * @param phrases own phrases of the configuration
     * @param since its start
     * @param isDocument whether findings are wanted, and not what was found by source
     */
    Scan(Surroundings surroundings, List<Phrase> phrases, Instant since, boolean isDocument) {
        this.isDocument = isDocument;
        this.surroundings = surroundings;
        this.phrases = phrases;
        this.since = since;
    }

    /**
     * Reads files as they are; those of one log one behind the other. What hinders reading one is a problem of its log: the others are read all
     * the same, and what had been read of it counts.
     */
    void readFiles(List<Path> paths) {
        List<Path> named = new ArrayList<>(paths);
        if (named.remove(STANDARD_INPUT)) {
            SshdReader reader = new SshdReader(surroundings.zone(), phrases);
            Lines lines = journal -> FileLines.readContent(
                    surroundings.in(), journal, surroundings.clock().instant());
            close(STANDARD_INPUT_NAME, reader, read(lines, STANDARD_INPUT_NAME, reader));
        }
        List<FileLines> readable = new ArrayList<>();
        for (Path path : named) {
            try {
                readable.add(FileLines.of(path));
            } catch (IOException e) {
                logs.add(new LogHealth(path.toString(), Trust.TEXT, 0, 0, 0, LogReading.problem(e, path.toString())));
            }
        }
        for (List<FileLines> log : FileLines.byLog(readable)) {
            SshdReader reader = new SshdReader(surroundings.zone(), phrases);
            List<String> problems = new ArrayList<>();
            for (FileLines file : log) {
                String problem = read(file::readContent, file.path().toString(), reader);
                if (!problem.isEmpty()) {
                    problems.add(log.size() == 1 ? problem : file.path() + ": " + problem);
                }
            }
            close(String.valueOf(log.get(log.size() - 1).path()), reader, String.join("; ", problems));
        }
    }

    private interface Lines {
        void read(FileLines.ContentReader reader) throws IOException;
    }

    /** Reads as far as it can be read; what hinders it from there, or nothing. */
    private String read(Lines lines, String name, SshdReader reader) {
        try {
            lines.read(new SavedJournal(new Contents(reader)));
            return "";
        } catch (LogDamagedException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            return LogReading.problem(e, name);
        }
    }

    /** Reads a log with its rotated files, as the agent would do at its first start. */
    void readLog(LogName log) throws IOException {
        Instant now = surroundings.clock().instant();
        FirstRead firstRead = FirstRead.back(Duration.between(since, now.isAfter(since) ? now : since));
        try (LogReading reading = LogReading.begin(
                log, Instant.MIN, firstRead, surroundings.zone(), phrases, surroundings.clock(), minutes)) {
            boolean more = true;
            while (more) {
                more = reading.read();
                drainIfFull();
            }
            reading.finish();
            LogHealth health = reading.health();
            String lost =
                    String.join("; ", reading.takeGaps().stream().map(Gap::what).toList());
            logs.add(new LogHealth(
                    health.source(),
                    health.trust(),
                    health.lagBytes(),
                    health.lines(),
                    health.ambiguous(),
                    health.problem().isEmpty() ? lost : health.problem()));
        }
        drain();
    }

    /** Hands on what one log holds. */
    private final class Contents implements LogConsumer {
        private final SshdReader reader;

        private Contents(SshdReader reader) {
            this.reader = reader;
        }

        @Override
        public void content(InputStream content, Instant notAfter) throws IOException {
            Instant now = surroundings.clock().instant();
            Instant bound = notAfter.isAfter(now) ? now : notAfter;
            reader.setNow(now);
            ParallelLines.read(content, reader.blockReader(), phrases, read -> {
                reader.count(read, bound, counting);
                drainIfFull();
            });
        }

        @Override
        public void line(byte[] buffer, int from, int to, Instant notAfter) {
            Instant now = surroundings.clock().instant();
            reader.line(buffer, from, to, notAfter.isAfter(now) ? now : notAfter, counting);
            drainIfFull();
        }

        @Override
        public void message(LogMessage message) {
            Instant now = surroundings.clock().instant();
            reader.message(
                    message.identifier(),
                    message.isVouched(),
                    message.origin(),
                    message.pid(),
                    message.time().isAfter(now) ? now : message.time(),
                    message.text(),
                    counting);
            drainIfFull();
        }
    }

    private void count(SourceEvent event) {
        if (event.time().isBefore(since)) {
            return;
        }
        if (isDocument) {
            minutes.add(event, Trust.TEXT);
        } else {
            sources.add(event);
        }
    }

    private void close(String name, SshdReader reader, String problem) {
        reader.finish(counting);
        logs.add(new LogHealth(name, Trust.TEXT, 0, reader.lines(), reader.ambiguous(), problem));
        drain();
    }

    private void drainIfFull() {
        if (minutes.isFull()) {
            drain();
        }
    }

    private void drain() {
        for (Finding finding : minutes.drain(EPOCH, page.count() + 1)) {
            if (isDocument) {
                page.add(finding);
            } else {
                sources.add(finding);
            }
        }
    }

    /** What was found, if a document is wanted. */
    FindingsPage page() {
        return page;
    }

    /** What was found by source, if no document is wanted. */
    ScanSources sources() {
        return sources;
    }

    /** Each log that was read, or why not. */
    List<LogHealth> logs() {
        return logs;
    }

    /** Whether at least one log could be read. */
    boolean isAnyRead() {
        return logs.stream().anyMatch(log -> log.lines() > 0 || log.problem().isEmpty());
    }
}
