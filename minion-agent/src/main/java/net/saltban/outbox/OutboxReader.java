package net.saltban.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import net.saltban.finding.Finding;
import net.saltban.finding.FindingsJson;
import net.saltban.finding.Gap;
import net.saltban.finding.OutboxCursor;

/**
 * The reading end of an outbox. Needs no lock: what a writer has not finished is not seen, and what is seen is first made
 * sure to survive a crash, so that no number is ever told twice with different findings.
 */
public final class OutboxReader {
    private static final int TRIES = 5;

    private final Path folder;

    /** The outbox of a folder. */
    public OutboxReader(Path folder) {
        this.folder = folder;
    }

    /**
     * What it holds; empty if no outbox has been begun there.
     *
     * @throws OutboxDamagedException if it is damaged
     */
    public Optional<OutboxSummary> summary() throws IOException {
        List<Segment> segments = segments();
        if (segments.isEmpty()) {
            return Optional.empty();
        }
        Segment newest = segments.get(segments.size() - 1);
        long next;
        try (FileChannel channel = FileChannel.open(newest.file(), StandardOpenOption.READ)) {
            SegmentRecords records = new SegmentRecords(newest, channel, true);
            boolean more = true;
            while (more) {
                more = records.next().isPresent();
            }
            next = records.nextSeq();
        }
        return Optional.of(new OutboxSummary(newest.epoch(), segments.get(0).firstSeq(), next - 1, bytes(segments)));
    }

    /**
     * What the newest batch left; empty before the first.
     *
     * @throws OutboxDamagedException if the outbox is damaged
     */
    public Optional<Batch.Checkpoint> checkpoint() throws IOException {
        List<Segment> segments = segments();
        Optional<Batch.Checkpoint> checkpoint = Optional.empty();
        for (int i = segments.size() - 1; i >= Math.max(0, segments.size() - 2) && checkpoint.isEmpty(); i--) {
            try (FileChannel channel = FileChannel.open(segments.get(i).file(), StandardOpenOption.READ)) {
                boolean newest = i == segments.size() - 1;
                checkpoint = new SegmentRecords(segments.get(i), channel, newest).lastCheckpoint();
            }
        }
        return checkpoint;
    }

    /**
     * The findings behind a cursor, as many as fit.
     *
     * @param cursor the last finding that the caller has; empty, or of another epoch: from the oldest
     * @param findingsMax how many at most
     * @param bytesMax bytes of JSON at most, but at least one finding
     * @return empty if no outbox has been begun there
     * @throws OutboxDamagedException if it is damaged
     */
    public Optional<OutboxPage> page(Optional<OutboxCursor> cursor, int findingsMax, long bytesMax) throws IOException {
        for (int tries = 1; ; tries++) {
            List<Segment> segments = segments();
            if (segments.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Paging(segments, cursor, findingsMax, bytesMax).page());
            } catch (NoSuchFileException e) {
                if (tries == TRIES) {
                    throw e;
                }
                // Fell off just now, because it was old: look again.
            }
        }
    }

    private List<Segment> segments() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return Files.isDirectory(folder) ? Segment.all(folder) : List.of();
            } catch (NoSuchFileException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    static long bytes(List<Segment> segments) throws IOException {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += Files.size(segment.file());
        }
        return bytes;
    }

    private static final class Paging {
        private final List<Segment> segments;
        private final int findingsMax;
        private final long bytesMax;
        private final long from;
        private final List<Gap> gaps = new ArrayList<>();
        private final Set<Gap> told = new HashSet<>();
        private final List<Finding> findings = new ArrayList<>();
        private long bytes;
        private long last;
        private boolean full;
        private int gapsBehind; // the last gaps, which stand behind the last finding so far

        Paging(List<Segment> segments, Optional<OutboxCursor> cursor, int findingsMax, long bytesMax) {
            this.segments = segments;
            this.findingsMax = findingsMax;
            this.bytesMax = bytesMax;
            Segment oldest = segments.get(0);
            long asked = cursor.filter(c -> c.epoch().equals(oldest.epoch()))
                    .map(OutboxCursor::seq)
                    .orElse(-1L);
            this.from = Math.max(asked, oldest.firstSeq() - 1);
            if (asked >= 0 && asked < from) {
                gaps.add(new Gap(
                        oldest.begun(),
                        "findings " + (asked + 1) + " to " + from + " of outbox " + oldest.epoch()
                                + " are no longer kept (" + OutboxLimits.shipped() + " at most)"));
            }
        }

        OutboxPage page() throws IOException {
            for (int i = 0; i < segments.size() && !full; i++) {
                boolean newest = i == segments.size() - 1;
                // A segment that ends before the page is not opened; at its very end it may hold a gap.
                if (newest || segments.get(i + 1).firstSeq() > from) {
                    read(segments.get(i), newest);
                }
            }
            String epoch = segments.get(0).epoch();
            if (!full && from > last) {
                gaps.add(new Gap(
                        Instant.EPOCH,
                        "the cursor " + from + " is ahead of outbox " + epoch + ", which ends at " + last
                                + ": it was put back to an older state"));
            }
            long before = full ? from : Math.min(from, last);
            int gapsFrom = Math.max(0, gaps.size() - OutboxPage.GAPS_MAX);
            return new OutboxPage(
                    epoch, before, before + findings.size(), full, gaps.subList(gapsFrom, gaps.size()), findings);
        }

        private void read(Segment segment, boolean newest) throws IOException {
            try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
                if (newest) {
                    channel.force(false);
                }
                SegmentRecords records = new SegmentRecords(segment, channel, newest);
                last = records.nextSeq() - 1;
                Optional<ByteBuffer> payload = records.next();
                while (payload.isPresent() && !full) {
                    boolean behind = records.nextSeq() - 1 > from;
                    // A gap without findings stands between two numbers, and is told to whoever stands there.
                    if (behind || last == from && records.nextSeq() - 1 == last) {
                        take(records, payload.get());
                    }
                    last = records.nextSeq() - 1;
                    payload = full ? payload : records.next();
                }
            }
        }

        private void take(SegmentRecords records, ByteBuffer payload) throws IOException {
            RecordForm.Content content;
            try {
                content = RecordForm.decode(payload);
                takeFindings(content);
            } catch (IOException e) {
                throw records.damaged("cannot be understood (" + e.getMessage() + ")");
            }
            if (full) {
                // They are told to whoever asks on from here, and once is enough.
                gaps.subList(gaps.size() - gapsBehind, gaps.size()).clear();
            } else {
                content.gaps().forEach(gap -> addGap(gap, content.lines().isEmpty()));
            }
        }

        private void addGap(Gap gap, boolean isBehind) {
            if (told.add(gap)) {
                gaps.add(gap);
                gapsBehind += isBehind ? 1 : 0;
            }
        }

        private void takeFindings(RecordForm.Content content) throws IOException {
            long seq = content.firstSeq();
            for (byte[] line : content.lines()) {
                if (seq++ <= from || full) {
                    continue;
                }
                bytes += line.length + 1;
                full = findings.size() == findingsMax || bytes > bytesMax && !findings.isEmpty();
                if (!full) {
                    findings.add(FindingsJson.parseLine(line));
                    gapsBehind = 0;
                }
            }
        }
    }
}
