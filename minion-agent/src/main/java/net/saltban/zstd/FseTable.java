package net.saltban.zstd;

import java.nio.ByteBuffer;

/**
 * A table of finite state entropy (RFC 8878 section 4.1): each state stands for a symbol, and says how many bits lead to the
 * next state, counted from a base.
 */
final class FseTable {
    private static final int LOG_MIN = 5;

    private final int log;
    private final byte[] symbols;
    private final byte[] bitCounts;
    private final short[] bases;

    private FseTable(int log) {
        this.log = log;
        this.symbols = new byte[1 << log];
        this.bitCounts = new byte[1 << log];
        this.bases = new short[1 << log];
    }

    /** A table that was read, and the byte behind its description. */
    record Described(FseTable table, int end) {}

    /** One state that stands for one symbol and lasts. */
    static FseTable ofOne(int symbol) {
        FseTable table = new FseTable(0);
        table.symbols[0] = (byte) symbol;
        return table;
    }

    /**
     * From how often each symbol occurs.
     *
     * @param counts they add up to the number of states; -1 is one state, at the end of the table
     */
    static FseTable of(int log, short[] counts) throws ZstdDamagedException {
        FseTable table = new FseTable(log);
        int size = 1 << log;
        int rareFrom = size;
        int[] next = new int[counts.length];
        for (int symbol = 0; symbol < counts.length; symbol++) {
            next[symbol] = Math.abs(counts[symbol]);
            if (counts[symbol] < 0) {
                table.symbols[--rareFrom] = (byte) symbol;
            }
        }
        table.spread(counts, rareFrom);
        for (int state = 0; state < size; state++) {
            int number = next[table.symbols[state]]++;
            int bits = log - Log2.floor(number);
            table.bitCounts[state] = (byte) bits;
            table.bases[state] = (short) ((number << bits) - size);
        }
        return table;
    }

    private void spread(short[] counts, int rareFrom) throws ZstdDamagedException {
        int size = symbols.length;
        int step = (size >> 1) + (size >> 3) + 3;
        int state = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            for (int i = 0; i < counts[symbol]; i++) {
                symbols[state] = (byte) symbol;
                do {
                    state = state + step & size - 1;
                } while (state >= rareFrom);
            }
        }
        if (state != 0) {
            throw new ZstdDamagedException("a table whose states do not come out even");
        }
    }

    /**
     * Reads a description (section 4.1.1).
     *
     * @param logMax states are at most 2 to the power of this
     * @param symbolMax the largest symbol
     */
    static Described read(ByteBuffer bytes, int from, int end, int logMax, int symbolMax) throws ZstdDamagedException {
        ForwardBits in = new ForwardBits(bytes, from, end);
        int log = LOG_MIN + in.take(4);
        if (log > logMax) {
            throw new ZstdDamagedException("a table of 2^" + log + " states; at most 2^" + logMax);
        }
        short[] counts = new short[symbolMax + 1];
        int symbol = 0;
        int left = 1 << log;
        while (left > 0) {
            if (symbol > symbolMax) {
                throw new ZstdDamagedException("a table of more symbols than there are");
            }
            int count = takeCount(in, left);
            counts[symbol++] = (short) count;
            left -= Math.abs(count);
            if (count == 0) {
                symbol += takeZeros(in);
            }
        }
        if (left < 0 || symbol > symbolMax + 1) {
            throw new ZstdDamagedException("a table whose counts do not add up");
        }
        return new Described(of(log, counts), in.end());
    }

    /** A value that uses one bit less where it is among the smaller ones. */
    private static int takeCount(ForwardBits in, int left) throws ZstdDamagedException {
        int bits = Log2.floor(left + 1) + 1;
        int value = in.take(bits);
        int lower = (1 << bits - 1) - 1;
        int threshold = (1 << bits) - 2 - left;
        if ((value & lower) < threshold) {
            in.giveBack(1);
            value &= lower;
        } else if (value > lower) {
            value -= threshold;
        }
        return value - 1;
    }

    private static int takeZeros(ForwardBits in) throws ZstdDamagedException {
        int zeros = 0;
        int more = 3;
        while (more == 3) {
            more = in.take(2);
            zeros += more;
        }
        return zeros;
    }

    /** The first state. */
    int begin(BackwardBits bits) {
        return (int) bits.take(log);
    }

    int symbol(int state) {
        return symbols[state];
    }

    int next(int state, BackwardBits bits) {
        return bases[state] + (int) bits.take(bitCounts[state]);
    }

    /** Bits read from the start, least significant first; beyond the end is damage. */
    private static final class ForwardBits {
        private final ByteBuffer bytes;
        private final long endBit;
        private long at;

        ForwardBits(ByteBuffer bytes, int from, int end) {
            this.bytes = bytes;
            this.at = (long) from * Byte.SIZE;
            this.endBit = (long) end * Byte.SIZE;
        }

        int take(int count) throws ZstdDamagedException {
            int value = (int) (bytes.getLong((int) (at >> 3)) >>> (int) (at & 7)) & (1 << count) - 1;
            at += count;
            if (at > endBit + 1) { // the last bit of a count may be given back
                throw new ZstdDamagedException("a table that is cut off");
            }
            return value;
        }

        void giveBack(int count) {
            at -= count;
        }

        int end() throws ZstdDamagedException {
            if (at > endBit) {
                throw new ZstdDamagedException("a table that is cut off");
            }
            return (int) (at + Byte.SIZE - 1 >> 3);
        }
    }
}
