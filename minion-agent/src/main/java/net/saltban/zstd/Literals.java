package net.saltban.zstd;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** The literals of a block (RFC 8878 section 3.1.1.3.1), and the code that a later block of the frame may use again. */
final class Literals {
    private static final int STREAMS = 4;
    private static final int JUMP_TABLE_BYTES = 6;

    private final byte[] bytes = new byte[ZstdInputStream.BLOCK_BYTES_MAX];
    private int count;
    private @Nullable HuffmanTable code;

    /** Forgets the code: a frame begins. */
    void reset() {
        code = null;
    }

    byte[] bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    /**
     * Reads the section.
     *
     * @return the byte behind it
     */
    int read(ByteBuffer in, int from, int end) throws ZstdDamagedException {
        int first = in.get(from);
        int kind = first & 3;
        int sizeFormat = first >> 2 & 3;
        return kind < 2 ? readPlain(in, from, end, kind == 1, sizeFormat) : readCoded(in, from, end, kind, sizeFormat);
    }

    private int readPlain(ByteBuffer in, int from, int end, boolean repeated, int sizeFormat)
            throws ZstdDamagedException {
        int headerBytes = sizeFormat == 1 ? 2 : sizeFormat == 3 ? 3 : 1;
        long header = in.getLong(from);
        count = checked(
                (int) (headerBytes == 1 ? header >>> 3 & 0x1f : header >>> 4 & (headerBytes == 2 ? 0xfff : 0xfffff)));
        int start = from + headerBytes;
        int sectionEnd = start + (repeated ? 1 : count);
        checkEnd(sectionEnd, end);
        if (repeated) {
            Arrays.fill(bytes, 0, count, in.get(start));
        } else {
            in.get(start, bytes, 0, count);
        }
        return sectionEnd;
    }

    private int readCoded(ByteBuffer in, int from, int end, int kind, int sizeFormat) throws ZstdDamagedException {
        int sizeBits = sizeFormat < 2 ? 10 : sizeFormat == 2 ? 14 : 18;
        int headerBytes = sizeFormat < 2 ? 3 : sizeFormat == 2 ? 4 : 5;
        long header = in.getLong(from);
        int mask = (1 << sizeBits) - 1;
        count = checked((int) (header >>> 4) & mask);
        int start = from + headerBytes;
        int sectionEnd = start + ((int) (header >>> 4 + sizeBits) & mask);
        checkEnd(sectionEnd, end);
        if (kind == 2) {
            HuffmanTable.Described described = HuffmanTable.read(in, start, sectionEnd);
            code = described.table();
            start = described.end();
        }
        HuffmanTable known = code;
        if (known == null) {
            throw new ZstdDamagedException("literals in a code that was not told");
        }
        if (sizeFormat == 0) {
            known.decode(in, start, sectionEnd - start, bytes, 0, count);
        } else {
            decodeStreams(known, in, start, sectionEnd);
        }
        return sectionEnd;
    }

    private void decodeStreams(HuffmanTable known, ByteBuffer in, int from, int end) throws ZstdDamagedException {
        int start = from + JUMP_TABLE_BYTES;
        checkEnd(start, end);
        int each = (count + STREAMS - 1) / STREAMS;
        int at = 0;
        for (int i = 0; i < STREAMS; i++) {
            boolean last = i == STREAMS - 1;
            int length = last ? end - start : in.getShort(from + 2 * i) & 0xffff;
            checkEnd(start + length, end);
            int part = last ? count - at : each;
            if (part < 0) {
                throw new ZstdDamagedException("too few literals for four streams");
            }
            known.decode(in, start, length, bytes, at, part);
            at += part;
            start += length;
        }
    }

    private static int checked(int size) throws ZstdDamagedException {
        if (size > ZstdInputStream.BLOCK_BYTES_MAX) {
            throw new ZstdDamagedException("a block of more than 128 KiB of literals");
        }
        return size;
    }

    private static void checkEnd(int sectionEnd, int end) throws ZstdDamagedException {
        if (sectionEnd > end) {
            throw new ZstdDamagedException("literals that reach beyond their block");
        }
    }
}
