package net.saltban.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Gap;
import net.saltban.finding.OutboxCursor;
import net.saltban.finding.Trust;

/** An outbox with a clock of its own. */
final class OutboxFolder {
    static final OutboxLimits SMALL = new OutboxLimits(2000, Duration.ofDays(1), 12_000, Duration.ofDays(14));

    private final Path folder;
    private final OutboxLimits limits;
    private Instant now = Instant.parse("2026-01-05T03:04:05Z");

    OutboxFolder(Path folder, OutboxLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    Path path() {
        return folder;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Outbox open() throws IOException {
        return Outbox.open(folder, Duration.ZERO, () -> now, limits).orElseThrow();
    }

    /** Appends so many findings with a checkpoint that names the last of them. */
    void append(int count, String... gaps) throws IOException {
        try (Outbox outbox = open()) {
            append(outbox, count, gaps);
        }
    }

    void append(Outbox outbox, int count, String... gaps) throws IOException {
        List<Finding> findings = new ArrayList<>();
        long seq = outbox.nextSeq();
        for (int i = 0; i < count; i++) {
            findings.add(finding(outbox.epoch(), seq++));
        }
        List<Gap> lost = new ArrayList<>();
        for (String gap : gaps) {
            lost.add(new Gap(now, gap));
        }
        outbox.append(new Batch(now, findings, lost, Optional.of(checkpoint("after " + (seq - 1)))));
    }

    static Batch.Checkpoint checkpoint(String text) {
        return new Batch.Checkpoint(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Outbox outbox) {
        return outbox.checkpoint()
                .map(checkpoint -> new String(checkpoint.bytes(), StandardCharsets.UTF_8))
                .orElse("");
    }

    static Finding finding(String epoch, long seq) {
        Instant minute = Instant.parse("2026-01-05T03:04:00Z");
        return new Finding(
                epoch,
                seq,
                IpAddress.ofIpv4((int) (0xc0000200L + seq % 256)),
                minute,
                minute,
                minute,
                (int) seq,
                0,
                0,
                0,
                List.of(),
                0,
                List.of(),
                0,
                Trust.TEXT);
    }

    OutboxPage page(long after) throws IOException {
        String epoch = summary().epoch();
        return page(Optional.of(new OutboxCursor(epoch, after)), 4096, 1 << 20);
    }

    OutboxPage page(Optional<OutboxCursor> cursor, int findings, long bytes) throws IOException {
        return new OutboxReader(folder).page(cursor, findings, bytes).orElseThrow();
    }

    OutboxSummary summary() throws IOException {
        return new OutboxReader(folder).summary().orElseThrow();
    }

    /** All findings that can be read, as their numbers. */
    List<Long> seqs() throws IOException {
        return page(Optional.empty(), Integer.MAX_VALUE, Long.MAX_VALUE).findings().stream()
                .map(Finding::seq)
                .toList();
    }

    /** The segments, oldest first. */
    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    Path newest() throws IOException {
        List<Path> segments = segments();
        return segments.get(segments.size() - 1);
    }

    /** Every file with its content, to see that nothing was changed. */
    Map<String, String> contents() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> contents = new TreeMap<>();
            files.forEach(file -> contents.put(String.valueOf(file.getFileName()), content(file)));
            return contents;
        }
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
