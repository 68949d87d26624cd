package net.saltban.syslog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looking at eight bytes at a time, the first byte being the lowest. What tells bytes apart sets the highest bit of each that is meant; only the
 * lowest such bit is sure, those above it may be set for nothing.
 */
final class Words {
    static final long ONES = 0x0101010101010101L;
    static final long HIGH_BITS = 0x8080808080808080L;

    /** The number of each byte, the lowest byte's in the highest place. */
    private static final long PLACES = 0x0001020304050607L;

    private static final VarHandle VIEW = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** Eight bytes; all must be within the array. */
    static long at(byte[] b, int at) {
        return (long) VIEW.get(b, at);
    }

    /** A byte, eight times. */
    static long of(int oneByte) {
        return oneByte * ONES;
    }

    /** Bytes that are zero. */
    static long zeros(long word) {
        return word - ONES & ~word & HIGH_BITS;
    }

    /** Which byte the lowest bit set belongs to, 0 to 7; 8 if none is set. Every bit set must be the highest of its byte. */
    static int index(long found) {
        // By hand: the quick compiler knows no instruction for trailing zeros.
        return found == 0 ? Long.BYTES : (int) (((found & -found) >>> 7) * PLACES >>> 56);
    }
}
