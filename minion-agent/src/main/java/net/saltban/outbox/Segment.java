package net.saltban.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import net.saltban.durable.AtomicFile;
import net.saltban.finding.Epoch;

/**
 * One file of the outbox: {@code NNNNNNNNNN.journal}, numbered one by one. Big-endian:
 *
 * <pre>
 * 8 bytes   "SBoutbx1"
 * 16 bytes  epoch
 * long      number of the segment, as in its name
 * long      number of the first finding in it
 * long      when it was begun, Unix milliseconds
 * int       CRC-32 of the 48 bytes before
 * records ({@link RecordForm}), numbered on from the first finding without a gap
 * </pre>
 *
 * Only the newest is written to, and only at its end. What a crash can leave there, an unfinished record, is dropped by the
 * next writer: it was never told to anybody, and the log lines in it are read again. Anything else that is not as it was
 * written is {@link OutboxDamagedException}: findings that have been told to a master must not be numbered anew.
 *
 * @param file where it lies
 * @param epoch of the outbox
 * @param number of the segment
 * @param firstSeq number of the first finding in it
 * @param begun when it was begun
 */
record Segment(Path file, String epoch, long number, long firstSeq, Instant begun) {
    static final int HEADER_BYTES = 52;

    private static final byte[] MAGIC = "SBoutbx1".getBytes(StandardCharsets.US_ASCII);
    private static final String SUFFIX = ".journal";
    private static final int NUMBER_CHARS = 10;

    /** All of a folder, oldest first; they follow each other, or an exception says where not. */
    static List<Segment> all(Path folder) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Segment::isName)) {
            for (Path file : files) {
                segments.add(read(file));
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        segments.sort(Comparator.comparingLong(Segment::number));
        for (int i = 1; i < segments.size(); i++) {
            Segment before = segments.get(i - 1);
            Segment segment = segments.get(i);
            if (segment.number != before.number + 1) {
                throw new OutboxDamagedException(
                        segment.file, "segment " + (before.number + 1) + " is missing before it");
            }
            if (!segment.epoch.equals(before.epoch) || segment.firstSeq < before.firstSeq) {
                throw new OutboxDamagedException(
                        segment.file, "does not go on where " + before.file.getFileName() + " ends");
            }
        }
        return segments;
    }

    /** A new one, with nothing in it yet. */
    static Segment create(Path folder, String epoch, long number, long firstSeq, Instant now) throws IOException {
        Segment segment = new Segment(folder.resolve(name(number)), epoch, number, firstSeq, now);
        new AtomicFile(segment.file, "rw-r-----").write(segment.header());
        return segment;
    }

    byte[] header() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES);
        out.put(MAGIC).put(epoch.getBytes(StandardCharsets.US_ASCII));
        out.putLong(number).putLong(firstSeq).putLong(begun.toEpochMilli());
        out.putInt(RecordForm.crc(out, 0, out.position()));
        return out.array();
    }

    private static Segment read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(HEADER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int count = 0;
            while (in.hasRemaining() && count >= 0) {
                count = channel.read(in);
            }
        }
        if (in.hasRemaining()) {
            throw new OutboxDamagedException(file, "has no whole header");
        }
        in.flip();
        byte[] magic = new byte[MAGIC.length];
        byte[] epoch = new byte[16];
        in.get(magic).get(epoch);
        Segment segment = new Segment(
                file,
                new String(epoch, StandardCharsets.US_ASCII),
                in.getLong(),
                in.getLong(),
                Instant.ofEpochMilli(in.getLong()));
        boolean whole = in.getInt() == RecordForm.crc(in, 0, HEADER_BYTES - 4);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new OutboxDamagedException(file, "is no segment that this program reads");
        }
        if (!whole || !Epoch.isValid(segment.epoch) || !name(segment.number).equals(nameOf(file))) {
            throw new OutboxDamagedException(file, "its header is damaged");
        }
        return segment;
    }

    private static String name(long number) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, NUMBER_CHARS - digits.length())) + digits + SUFFIX;
    }

    private static boolean isName(Path file) {
        return nameOf(file).endsWith(SUFFIX) && !nameOf(file).startsWith(".");
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
