package net.saltban.zstd;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The content of Zstandard frames, one behind the other, skippable ones passed over (RFC 8878). Checksums and lengths are
 * checked; what has been handed out before a fault is found stays as it is. Memory is bounded: windows of at most 64 MiB, and
 * only as much of one as the content fills. Not safe for threads.
 */
public final class ZstdInputStream extends InputStream {
    /** Content of a block, and its compressed form, are never longer (section 3.1.1.2.4). */
    static final int BLOCK_BYTES_MAX = 128 * 1024;

    /** The first four bytes of a frame, little-endian. */
    private static final int MAGIC = 0xfd2fb528;

    private static final int SKIPPABLE_MAGIC = 0x184d2a50;
    private static final int SKIPPABLE_MASK = 0xfffffff0;
    private static final int INPUT_BYTES = 64 * 1024;

    private final InputStream in;
    private final ByteBuffer block =
            ByteBuffer.allocate(BLOCK_BYTES_MAX + BackwardBits.SLACK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final History history = new History();
    private final Literals literals = new Literals();
    private final Sequences sequences = new Sequences();
    private final Xxh64 hash = new Xxh64();
    private FrameHeader frame = new FrameHeader(0, 0, false);
    private boolean inFrame;
    private boolean hadLastBlock;
    private long frameBytes;
    private int next; // first byte of the history that has not been handed out

    /** Unpacks a stream; closing this closes it. */
    public ZstdInputStream(InputStream in) {
        this.in = new BufferedInputStream(in, INPUT_BYTES);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads some bytes.
     *
     * @throws ZstdDamagedException if the data is damaged, needs a dictionary or a larger window
     * @throws EOFException if the data is cut off
     */
    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (next == history.end()) {
            if (hadLastBlock) {
                endFrame(); // only now: whatever the checksum says, the content is handed out
            } else if (inFrame) {
                readBlock();
            } else if (!beginFrame()) {
                return -1;
            }
        }
        int count = Math.min(length, history.end() - next);
        System.arraycopy(history.bytes(), next, bytes, from, count);
        next += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Whether there is one more; a skippable one leaves {@link #inFrame} false. */
    private boolean beginFrame() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int magic = first | (int) number(in, 3) << 8;
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
            in.skipNBytes(number(in, 4));
            return true;
        }
        if (magic != MAGIC) {
            throw new ZstdDamagedException("something behind the last frame that is none");
        }
        frame = FrameHeader.read(in);
        history.reset(frame.window());
        literals.reset();
        sequences.reset();
        hash.reset();
        next = 0;
        frameBytes = 0;
        inFrame = true;
        return true;
    }

    private void readBlock() throws IOException {
        int header = (int) number(in, 3);
        int size = header >>> 3;
        if (size > BLOCK_BYTES_MAX) {
            throw new ZstdDamagedException("a block of " + size + " bytes; at most " + BLOCK_BYTES_MAX);
        }
        history.makeRoom();
        int start = history.end();
        next = start;
        switch (header >>> 1 & 3) {
            case 0 -> {
                fill(size);
                history.add(block.array(), 0, size);
            }
            case 1 -> history.addRepeated((byte) number(in, 1), size);
            case 2 -> {
                fill(size);
                if (size == 0) {
                    throw new ZstdDamagedException("a compressed block of no bytes");
                }
                int end = literals.read(block, 0, size);
                sequences.execute(block, end, size, literals, history);
            }
            default -> throw new ZstdDamagedException("a block of an unknown kind");
        }
        int count = history.end() - start;
        frameBytes += count;
        if (frame.hasChecksum()) {
            hash.update(history.bytes(), start, count);
        }
        hadLastBlock = (header & 1) != 0;
    }

    private void fill(int size) throws IOException {
        if (in.readNBytes(block.array(), 0, size) < size) {
            throw new EOFException();
        }
    }

    private void endFrame() throws IOException {
        inFrame = false;
        hadLastBlock = false;
        if (frame.contentBytes() >= 0 && frame.contentBytes() != frameBytes) {
            throw new ZstdDamagedException(
                    "a frame of " + frameBytes + " bytes that should have " + frame.contentBytes());
        }
        if (frame.hasChecksum() && (int) number(in, 4) != (int) hash.value()) {
            throw new ZstdDamagedException("a frame with another checksum");
        }
    }

    /** A little-endian number of so many bytes, at most 8. */
    static long number(InputStream in, int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            value |= (long) next << i * Byte.SIZE;
        }
        return value;
    }
}
