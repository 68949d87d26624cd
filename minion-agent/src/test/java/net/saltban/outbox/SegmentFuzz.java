package net.saltban.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Any bytes as an outbox's newest segment: refused as damaged, or read; a writer refuses the same as a reader, and leaves what was read.
 */
public final class SegmentFuzz {
    private static final String EPOCH = "0123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-01-05T03:04:05Z");
    private static final Path FOLDER = folder();

    private SegmentFuzz() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("saltban-fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> empty(folder, true)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Called by Jazzer. The first byte says what the rest is: a file, the records behind a good header, or the payload of one record with good
     * checksums.
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        byte[] file = switch (Math.floorMod(input[0], 3)) {
            case 0 -> rest;
            case 1 -> joined(header(), rest);
            default -> joined(header(), record(rest));
        };
        empty(FOLDER, false);
        Files.write(FOLDER.resolve("0000000001.journal"), file);
        String read = read();
        String written = write();
        if (written.equals("damaged") != read.equals("damaged") && !read.equals("damaged")) {
            throw new AssertionError("a reader reads " + read + ", a writer says " + written);
        }
    }

    private static String read() throws IOException {
        OutboxReader reader = new OutboxReader(FOLDER);
        try {
            reader.checkpoint();
            String summary = String.valueOf(reader.summary());
            return summary + reader.page(Optional.empty(), 4096, 1 << 20);
        } catch (OutboxDamagedException e) {
            return "damaged";
        }
    }

    private static String write() throws IOException {
        try (Outbox outbox = Outbox.open(FOLDER, Duration.ZERO, () -> NOW, OutboxFolder.SMALL)
                .orElseThrow()) {
            return outbox.epoch() + outbox.nextSeq();
        } catch (OutboxDamagedException e) {
            return "damaged";
        }
    }

    private static byte[] header() {
        return new Segment(FOLDER, EPOCH, 1, 1, NOW).header();
    }

    private static byte[] record(byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(RecordForm.HEADER_BYTES + payload.length);
        out.put(RecordForm.HEADER_BYTES, payload);
        out.putInt(0, RecordForm.MAGIC).putInt(4, payload.length);
        out.putInt(8, RecordForm.crc(out, RecordForm.HEADER_BYTES, payload.length));
        out.putInt(12, RecordForm.crc(out, 0, 12));
        return out.array();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static void empty(Path folder, boolean withFolder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            if (withFolder) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A segment with two records, in each of the three ways. */
    public static List<byte[]> seeds() {
        ByteBuffer first = RecordForm.encode(
                1,
                new Batch(
                        NOW,
                        List.of(OutboxFolder.finding(EPOCH, 1), OutboxFolder.finding(EPOCH, 2)),
                        List.of(new net.saltban.finding.Gap(NOW, "lost")),
                        Optional.of(OutboxFolder.checkpoint("here"))));
        byte[] record = new byte[first.remaining()];
        first.get(record);
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(joined(new byte[] {0}, joined(header(), record)));
        seeds.add(joined(new byte[] {1}, record));
        seeds.add(joined(new byte[] {2}, Arrays.copyOfRange(record, RecordForm.HEADER_BYTES, record.length)));
        return seeds;
    }
}
