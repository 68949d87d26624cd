package net.saltban.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * The records of a segment one by one, each checked. At the end it tells an unfinished write from damage: a write that a
 * crash cut off is shorter than its header says, or has sectors that never reached the disk and read as zeros; and nothing
 * whole stands behind it.
 */
final class SegmentRecords {
    private static final int SECTOR_BYTES = 512;
    private static final int SEARCH_BYTES = 64 * 1024;

    private final Segment segment;
    private final FileChannel channel;
    private final long size;
    private final boolean isNewest;
    private long end = Segment.HEADER_BYTES;
    private long nextSeq;

    SegmentRecords(Segment segment, FileChannel channel, boolean isNewest) throws IOException {
        this.segment = segment;
        this.channel = channel;
        this.size = channel.size();
        this.isNewest = isNewest;
        this.nextSeq = segment.firstSeq();
    }

    /** Byte behind the last whole record returned so far. */
    long end() {
        return end;
    }

    /** Number of the finding that comes next. */
    long nextSeq() {
        return nextSeq;
    }

    /**
     * The payload of the next record; empty behind the last whole one.
     *
     * @throws OutboxDamagedException if what follows is neither a record nor an unfinished write
     */
    Optional<ByteBuffer> next() throws IOException {
        if (end == size) {
            return Optional.empty();
        }
        Optional<ByteBuffer> payload = recordAt(end);
        if (payload.isEmpty()) {
            if (isNewest && isUnfinishedWrite()) {
                return Optional.empty();
            }
            throw damaged("is damaged");
        }
        if (RecordForm.firstSeq(payload.get()) != nextSeq) {
            throw damaged(
                    "goes on with number " + RecordForm.firstSeq(payload.get()) + " where " + nextSeq + " is due");
        }
        nextSeq += RecordForm.count(payload.get());
        end += RecordForm.HEADER_BYTES + payload.get().limit();
        return payload;
    }

    /** Goes to the end; the checkpoint of the last record. */
    Optional<Batch.Checkpoint> lastCheckpoint() throws IOException {
        Optional<ByteBuffer> last = Optional.empty();
        long lastAt = end;
        long at = end;
        Optional<ByteBuffer> payload = next();
        while (payload.isPresent()) {
            last = payload;
            lastAt = at;
            at = end;
            payload = next();
        }
        try {
            return last.isEmpty()
                    ? Optional.empty()
                    : RecordForm.decode(last.get()).checkpoint();
        } catch (IOException e) {
            throw damaged(lastAt, "cannot be understood (" + e.getMessage() + ")");
        }
    }

    OutboxDamagedException damaged(String what) {
        return damaged(end, what);
    }

    private OutboxDamagedException damaged(long at, String what) {
        return new OutboxDamagedException(segment.file(), "the record at byte " + at + " " + what);
    }

    private Optional<ByteBuffer> recordAt(long at) throws IOException {
        Optional<ByteBuffer> header = read(at, RecordForm.HEADER_BYTES);
        if (header.isEmpty() || !isHeader(header.get())) {
            return Optional.empty();
        }
        int length = header.get().getInt(4);
        Optional<ByteBuffer> payload = read(at + RecordForm.HEADER_BYTES, length);
        boolean whole = payload.isPresent()
                && RecordForm.crc(payload.get(), 0, length) == header.get().getInt(8);
        return whole ? payload : Optional.empty();
    }

    private static boolean isHeader(ByteBuffer header) {
        int length = header.getInt(4);
        return header.getInt(0) == RecordForm.MAGIC
                && header.getInt(12) == RecordForm.crc(header, 0, 12)
                && length >= 28 // the fixed part of a payload
                && length <= RecordForm.PAYLOAD_BYTES_MAX;
    }

    private boolean isUnfinishedWrite() throws IOException {
        Optional<ByteBuffer> header = read(end, RecordForm.HEADER_BYTES);
        boolean cut = header.isEmpty()
                || isHeader(header.get())
                        && end + RecordForm.HEADER_BYTES + header.get().getInt(4) > size;
        return (cut || hasEmptySector()) && !isRecordBehind();
    }

    private boolean hasEmptySector() throws IOException {
        for (long at = end / SECTOR_BYTES * SECTOR_BYTES; at < size; at += SECTOR_BYTES) {
            long from = Math.max(at, end);
            Optional<ByteBuffer> sector = read(from, (int) Math.min(at + SECTOR_BYTES - from, size - from));
            if (sector.isPresent() && isZero(sector.get())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isRecordBehind() throws IOException {
        for (long at = end + 1; at + RecordForm.HEADER_BYTES <= size; at += SEARCH_BYTES) {
            int length = (int) Math.min(SEARCH_BYTES + RecordForm.HEADER_BYTES - 1, size - at);
            Optional<ByteBuffer> bytes = read(at, length);
            for (int i = 0; bytes.isPresent() && i + RecordForm.HEADER_BYTES <= length && i < SEARCH_BYTES; i++) {
                if (bytes.get().getInt(i) == RecordForm.MAGIC
                        && recordAt(at + i).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** So many bytes, or empty if the file ends before. */
    private Optional<ByteBuffer> read(long at, int length) throws IOException {
        if (length < 0 || at + length > size) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.flip());
    }
}
