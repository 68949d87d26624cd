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
        int bit = mixed(hash) & BITS - 1;
        words[bit / Long.SIZE] |= 1L << bit % Long.SIZE;
    }

    /** The finalizer of MurmurHash3: similar hashes come to lie far apart. */
    private static int mixed(int hash) {
        int h = (hash ^ hash >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
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
