package net.saltban.zstd;

/** Logarithms of whole numbers. */
final class Log2 {
    private Log2() {}

    /** Number of the highest bit that is set, from 0. */
    static int floor(int value) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
    }
}
