package net.saltban.zstd;

import java.nio.ByteBuffer;

/** The code of literals (RFC 8878 section 4.2): at most 11 bits for each byte. */
final class HuffmanTable {
    private static final int BITS_MAX = 11;
    private static final int SYMBOLS_MAX = 256;
    private static final int WEIGHT_LOG_MAX = 6;
    private static final int DIRECT_FROM = 128;

    private final int bits;
    private final byte[] symbols;
    private final byte[] lengths;

    private HuffmanTable(int bits) {
        this.bits = bits;
        this.symbols = new byte[1 << bits];
        this.lengths = new byte[1 << bits];
    }

    /** A table that was read, and the byte behind its description. */
    record Described(HuffmanTable table, int end) {}

    static Described read(ByteBuffer bytes, int from, int end) throws ZstdDamagedException {
        int header = from < end ? bytes.get(from) & 0xff : 0;
        int start = from + 1;
        boolean direct = header >= DIRECT_FROM;
        int tableEnd = start + (direct ? (header - DIRECT_FROM + 2) / 2 : header);
        if (header == 0 || tableEnd > end) {
            throw new ZstdDamagedException("a code of literals that is cut off");
        }
        byte[] weights = new byte[SYMBOLS_MAX];
        int count = direct
                ? direct(bytes, start, header - DIRECT_FROM + 1, weights)
                : compressed(bytes, start, tableEnd, weights);
        return new Described(of(weights, count), tableEnd);
    }

    private static int direct(ByteBuffer bytes, int start, int count, byte[] weights) {
        for (int i = 0; i < count; i++) {
            int pair = bytes.get(start + i / 2);
            weights[i] = (byte) (i % 2 == 0 ? pair >> 4 & 0xf : pair & 0xf);
        }
        return count;
    }

    private static int compressed(ByteBuffer bytes, int start, int end, byte[] weights) throws ZstdDamagedException {
        FseTable.Described described = FseTable.read(bytes, start, end, WEIGHT_LOG_MAX, BITS_MAX);
        FseTable table = described.table();
        BackwardBits in = new BackwardBits(bytes, described.end(), end - described.end());
        int state = table.begin(in);
        int other = table.begin(in);
        int count = 0;
        // Two states take turns; the one that finds no bits any more leaves the last word to the other.
        while (!in.isOverdrawn()) {
            if (count >= SYMBOLS_MAX - 2) {
                throw new ZstdDamagedException("a code for more than 256 literals");
            }
            weights[count++] = (byte) table.symbol(state);
            int next = table.next(state, in);
            state = other;
            other = next;
        }
        weights[count++] = (byte) table.symbol(state);
        return count;
    }

    /** The last weight is not written: it fills what the others leave of the code space. */
    private static HuffmanTable of(byte[] weights, int count) throws ZstdDamagedException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > BITS_MAX) {
                throw new ZstdDamagedException("a literal with a weight of " + weights[i]);
            }
            sum += weights[i] == 0 ? 0 : 1 << weights[i] - 1;
        }
        int bits = sum == 0 ? 0 : Log2.floor(sum) + 1;
        int rest = (1 << bits) - sum;
        if (sum == 0 || bits > BITS_MAX || Integer.bitCount(rest) != 1) {
            throw new ZstdDamagedException("a code of literals that does not come out even");
        }
        weights[count] = (byte) (Log2.floor(rest) + 1);
        HuffmanTable table = new HuffmanTable(bits);
        int at = 0;
        for (int weight = 1; weight <= bits; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    int next = at + (1 << weight - 1);
                    table.fill(at, next, symbol, bits + 1 - weight);
                    at = next;
                }
            }
        }
        return table;
    }

    private void fill(int from, int to, int symbol, int length) {
        for (int i = from; i < to; i++) {
            symbols[i] = (byte) symbol;
            lengths[i] = (byte) length;
        }
    }

    /** Decodes one stream, which has to hold exactly so many literals. */
    void decode(ByteBuffer bytes, int from, int length, byte[] literals, int at, int count)
            throws ZstdDamagedException {
        BackwardBits in = new BackwardBits(bytes, from, length);
        for (int i = at; i < at + count; i++) {
            int code = in.peek(bits);
            literals[i] = symbols[code];
            in.drop(lengths[code]);
        }
        if (!in.isAtEnd()) {
            throw new ZstdDamagedException("literals that do not fill their stream");
        }
    }
}
