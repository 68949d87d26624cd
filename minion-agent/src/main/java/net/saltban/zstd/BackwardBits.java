package net.saltban.zstd;

import java.nio.ByteBuffer;

/**
 * Bits that are read from the end of a stretch of bytes to its start, most significant first (RFC 8878 section 4.1): above the
 * first one stands a 1 that only marks the end. Behind the last bit it reads zeros and {@link #isOverdrawn} tells.
 */
final class BackwardBits {
    /** Bytes that have to lie behind the stretch in its buffer, whatever they hold: it is read eight at a time. */
    static final int SLACK_BYTES = 8;

    private static final int BITS_MAX = 56;

    private final ByteBuffer bytes;
    private final int startBit;
    private int left;

    /**
     * Bits of a stretch.
     *
     * @param bytes little-endian
     */
    BackwardBits(ByteBuffer bytes, int from, int length) throws ZstdDamagedException {
        int last = length > 0 ? bytes.get(from + length - 1) & 0xff : 0;
        if (last == 0) {
            throw new ZstdDamagedException("a bit stream without its end mark");
        }
        this.bytes = bytes;
        this.startBit = from * Byte.SIZE;
        this.left = length * Byte.SIZE - Byte.SIZE + Log2.floor(last);
    }

    /** The next bits as a number, without taking them; at most 31. */
    int peek(int count) {
        if (left >= count) {
            return (int) bitsAt(left - count, count);
        }
        return left <= 0 ? 0 : (int) bitsAt(0, left) << count - left;
    }

    /** Takes bits; at most 56. */
    long take(int count) {
        left -= count;
        if (left >= 0) {
            return bitsAt(left, count);
        }
        int there = left + count;
        return there <= 0 ? 0 : bitsAt(0, there) << count - there;
    }

    void drop(int count) {
        left -= count;
    }

    boolean isOverdrawn() {
        return left < 0;
    }

    /** Whether all bits were taken, and no more. */
    boolean isAtEnd() {
        return left == 0;
    }

    private long bitsAt(int bit, int count) {
        assert count <= BITS_MAX;
        int at = startBit + bit;
        return bytes.getLong(at >> 3) >>> (at & 7) & (1L << count) - 1;
    }
}
