package net.saltban.outbox;

import org.jspecify.annotations.Nullable;

/**
 * How many different things were seen, in 128 bytes, whatever their number: linear counting (Whang, Vander-Zanden and Taylor,
 * 1990). Exact for a few, within some 5 % up to 2,000; more than that shows as about 7,000.
 */
final class DistinctCount {
    private static final int BITS = 1024;

    private long @Nullable [] words;

    void add(int hash) {
        if (words == null) {
            words = new long[BITS / Long.SIZE];
        }
        int bit = (hash * 0x9e3779b1) >>> 22; // Fibonacci hashing: the upper 10 bits
        words[bit / Long.SIZE] |= 1L << bit % Long.SIZE;
    }

    int estimate() {
        if (words == null) {
            return 0;
        }
        int set = 0;
        for (long word : words) {
            set += Long.bitCount(word);
        }
        double empty = Math.max(BITS - set, 1);
        return (int) Math.round(-BITS * Math.log(empty / BITS));
    }
}
