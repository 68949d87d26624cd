package net.saltban.banfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;

/**
 * Prefixes in ascending order, in three arrays instead of two objects each. Grows while a list is made, then never changes.
 * Whoever appends keeps the order.
 */
final class Entries {
    private static final int BLOCK_CHARS = 64 * 1024;

    private long[] highs;
    private long[] lows;
    private byte[] lengths;
    private final BitSet lengthsIpv4 = new BitSet();
    private final BitSet lengthsIpv6 = new BitSet();
    private int size;

    Entries(int expected) {
        highs = new long[expected];
        lows = new long[expected];
        lengths = new byte[expected];
    }

    int size() {
        return size;
    }

    Prefix get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " of " + size);
        }
        return new Prefix(new IpAddress(highs[index], lows[index]), lengths[index] & 0xff); // 128 is no signed byte
    }

    void append(Prefix prefix) {
        append(prefix.address().high(), prefix.address().low(), (byte) prefix.length());
    }

    void append(Entries other, int index) {
        append(other.highs[index], other.lows[index], other.lengths[index]);
    }

    private void append(long high, long low, byte length) {
        if (size == lows.length) {
            int room = Math.max(64, size + (size >> 1));
            highs = Arrays.copyOf(highs, room);
            lows = Arrays.copyOf(lows, room);
            lengths = Arrays.copyOf(lengths, room);
        }
        highs[size] = high;
        lows[size] = low;
        lengths[size] = length;
        lengths(isIpv4(high, low)).set(length & 0xff);
        size++;
    }

    /** The lengths that occur in a family. Not to be changed by the caller. */
    BitSet lengths(boolean ipv4) {
        return ipv4 ? lengthsIpv4 : lengthsIpv6;
    }

    int compare(int index, Entries other, int otherIndex) {
        return compare(index, other.highs[otherIndex], other.lows[otherIndex], other.lengths[otherIndex]);
    }

    int compare(int index, Prefix prefix) {
        return compare(index, prefix.address().high(), prefix.address().low(), (byte) prefix.length());
    }

    /** As {@link Prefix#compareTo}. */
    private int compare(int index, long high, long low, byte length) {
        boolean ipv4 = isIpv4(highs[index], lows[index]);
        if (ipv4 != isIpv4(high, low)) {
            return ipv4 ? -1 : 1;
        }
        int byHigh = Long.compareUnsigned(highs[index], high);
        if (byHigh != 0) {
            return byHigh;
        }
        int byLow = Long.compareUnsigned(lows[index], low);
        return byLow != 0 ? byLow : Integer.compare(lengths[index] & 0xff, length & 0xff);
    }

    private static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** Position of a prefix, or {@code -(position where it would stand) - 1}. */
    int search(Prefix prefix) {
        int from = 0;
        int to = size - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = compare(middle, prefix);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -from - 1;
    }

    /** One canonical prefix a line. */
    void writeTo(OutputStream out) throws IOException {
        StringBuilder block = new StringBuilder(BLOCK_CHARS + 64);
        for (int i = 0; i < size; i++) {
            IpAddress address = new IpAddress(highs[i], lows[i]);
            address.appendTo(block);
            int length = lengths[i] & 0xff;
            if (length != address.bits()) {
                block.append('/').append(length);
            }
            block.append('\n');
            if (block.length() >= BLOCK_CHARS) {
                out.write(block.toString().getBytes(StandardCharsets.US_ASCII));
                block.setLength(0);
            }
        }
        out.write(block.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
