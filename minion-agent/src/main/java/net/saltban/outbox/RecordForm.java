package net.saltban.outbox;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

import net.saltban.finding.Finding;
import net.saltban.finding.FindingsJson;
import net.saltban.finding.Gap;

/**
 * One batch as bytes of a segment, big-endian:
 *
 * <pre>
 * int   magic "SBr1"
 * int   length of the payload, at most 32 MiB
 * int   CRC-32 of the payload
 * int   CRC-32 of the 12 bytes before
 * payload:
 *   long  when it was written, Unix milliseconds
 *   long  number of the first finding (the next one's, if there are none)
 *   int   number of findings, each: int length, one line of JSON (FindingsJson.toLine)
 *   int   number of gaps, each: long Unix milliseconds, int length, UTF-8 text
 *   int   length of the checkpoint, -1 for none; its bytes
 * </pre>
 */
final class RecordForm {
    static final int HEADER_BYTES = 16;
    static final int PAYLOAD_BYTES_MAX = 32 << 20;
    static final int MAGIC = 0x53427231;

    private RecordForm() {}

    /**
     * A record as it was read.
     *
     * @param firstSeq number of the first finding, or of the next one if there are none
     * @param lines findings as JSON
     * @param gaps what was lost
     * @param checkpoint empty where a later record has taken its place
     */
    record Content(long firstSeq, List<byte[]> lines, List<Gap> gaps, Optional<Batch.Checkpoint> checkpoint) {
        /** Number of the last finding at this place of the outbox, in this record or before. */
        long lastSeq() {
            return firstSeq + lines.size() - 1;
        }
    }

    static ByteBuffer encode(long firstSeq, Batch batch) {
        List<byte[]> lines = new ArrayList<>(batch.findings().size());
        int bytes = 8 + 8 + 4 + 4 + 4;
        for (Finding finding : batch.findings()) {
            byte[] line = FindingsJson.toLine(finding);
            lines.add(line);
            bytes = Math.addExact(bytes, 4 + line.length);
        }
        List<byte[]> texts = new ArrayList<>(batch.gaps().size());
        for (Gap gap : batch.gaps()) {
            byte[] text = gap.what().getBytes(StandardCharsets.UTF_8);
            texts.add(text);
            bytes += 8 + 4 + text.length;
        }
        bytes = Math.addExact(
                bytes, batch.checkpoint().map(Batch.Checkpoint::length).orElse(0));
        if (bytes > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException("a batch of " + bytes + " bytes; at most " + PAYLOAD_BYTES_MAX);
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + bytes);
        out.position(HEADER_BYTES);
        out.putLong(batch.written().toEpochMilli()).putLong(firstSeq).putInt(lines.size());
        lines.forEach(line -> out.putInt(line.length).put(line));
        out.putInt(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            out.putLong(batch.gaps().get(i).noticed().toEpochMilli());
            out.putInt(texts.get(i).length).put(texts.get(i));
        }
        batch.checkpoint()
                .ifPresentOrElse(
                        checkpoint -> out.putInt(checkpoint.length()).put(checkpoint.bytes()), () -> out.putInt(-1));
        out.putInt(0, MAGIC).putInt(4, bytes).putInt(8, crc(out, HEADER_BYTES, bytes));
        out.putInt(12, crc(out, 0, 12));
        return out.flip();
    }

    static Content decode(ByteBuffer payload) throws IOException {
        try {
            payload.getLong();
            long firstSeq = payload.getLong();
            int count = payload.getInt();
            List<byte[]> lines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lines.add(bytes(payload, payload.getInt()));
            }
            int gapCount = payload.getInt();
            List<Gap> gaps = new ArrayList<>();
            for (int i = 0; i < gapCount; i++) {
                Instant noticed = Instant.ofEpochMilli(payload.getLong());
                gaps.add(new Gap(noticed, new String(bytes(payload, payload.getInt()), StandardCharsets.UTF_8)));
            }
            int length = payload.getInt();
            Optional<Batch.Checkpoint> checkpoint =
                    length < 0 ? Optional.empty() : Optional.of(new Batch.Checkpoint(bytes(payload, length)));
            return new Content(firstSeq, lines, gaps, checkpoint);
        } catch (BufferUnderflowException e) {
            throw new IOException("the payload ends early", e);
        }
    }

    /** The same payload as a whole record, without its checkpoint; empty if nothing else is in it. */
    static Optional<ByteBuffer> withoutCheckpoint(ByteBuffer payload) throws IOException {
        Content content = decode(payload.duplicate());
        if (content.lines().isEmpty() && content.gaps().isEmpty()) {
            return Optional.empty();
        }
        int length = content.checkpoint().map(Batch.Checkpoint::length).orElse(0);
        int bytes = payload.limit() - length;
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + bytes);
        out.put(HEADER_BYTES, payload, 0, bytes);
        out.putInt(HEADER_BYTES + bytes - 4, -1);
        return Optional.of(sealed(out, bytes));
    }

    private static ByteBuffer sealed(ByteBuffer out, int bytes) {
        out.putInt(0, MAGIC).putInt(4, bytes).putInt(8, crc(out, HEADER_BYTES, bytes));
        out.putInt(12, crc(out, 0, 12));
        return out.position(0).limit(HEADER_BYTES + bytes);
    }

    /** The number of the first finding, or of the next one if there are none, without reading them. */
    static long firstSeq(ByteBuffer payload) {
        return payload.getLong(8);
    }

    /** How many findings there are. */
    static int count(ByteBuffer payload) {
        return payload.getInt(16);
    }

    private static byte[] bytes(ByteBuffer payload, int length) throws IOException {
        if (length < 0 || length > payload.remaining()) {
            throw new IOException("a length of " + length + " where " + payload.remaining() + " bytes are left");
        }
        byte[] bytes = new byte[length];
        payload.get(bytes);
        return bytes;
    }

    static int crc(ByteBuffer bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate().limit(from + length).position(from));
        return (int) crc.getValue();
    }
}
