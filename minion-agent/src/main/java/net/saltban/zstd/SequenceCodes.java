package net.saltban.zstd;

/** What the codes of lengths mean (RFC 8878 section 3.1.1.3.2.1.1), and the tables used where a block brings none (appendix A). */
final class SequenceCodes {
    private static final int[] LITERAL_BASES = {
        16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_BITS = {1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final int LITERAL_CODES_PLAIN = 16;

    private static final int[] MATCH_BASES = {
        35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final int MATCH_CODES_PLAIN = 32;
    private static final int MATCH_MIN = 3;

    private static final short[] LITERAL_COUNTS = {
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1
    };
    private static final short[] MATCH_COUNTS = {
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
    };
    private static final short[] DISTANCE_COUNTS = {
        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
    };

    private SequenceCodes() {}

    static int literalLength(int code, BackwardBits bits) {
        if (code < LITERAL_CODES_PLAIN) {
            return code;
        }
        int i = code - LITERAL_CODES_PLAIN;
        return LITERAL_BASES[i] + (int) bits.take(LITERAL_BITS[i]);
    }

    static int matchLength(int code, BackwardBits bits) {
        if (code < MATCH_CODES_PLAIN) {
            return code + MATCH_MIN;
        }
        int i = code - MATCH_CODES_PLAIN;
        return MATCH_BASES[i] + (int) bits.take(MATCH_BITS[i]);
    }

    /** The table for codes up to a largest one. */
    static FseTable predefined(int symbolMax) throws ZstdDamagedException {
        return switch (symbolMax) {
            case 35 -> FseTable.of(6, LITERAL_COUNTS);
            case 52 -> FseTable.of(6, MATCH_COUNTS);
            default -> FseTable.of(5, DISTANCE_COUNTS);
        };
    }
}
