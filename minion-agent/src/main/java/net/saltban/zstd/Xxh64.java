package net.saltban.zstd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The hash XXH64 with seed 0, of which a frame's checksum is the lower half (RFC 8878 section 3.1.1). */
final class Xxh64 {
    private static final long PRIME_1 = 0x9e3779b185ebca87L;
    private static final long PRIME_2 = 0xc2b2ae3d27d4eb4fL;
    private static final long PRIME_3 = 0x165667b19e3779f9L;
    private static final long PRIME_4 = 0x85ebca77c2b2ae63L;
    private static final long PRIME_5 = 0x27d4eb2f165667c5L;
    private static final int STRIPE_BYTES = 32;

    private final long[] lanes = new long[4];
    private final byte[] held = new byte[STRIPE_BYTES];
    private int heldBytes;
    private long total;

    Xxh64() {
        reset();
    }

    void reset() {
        lanes[0] = 0x60ea27eeadc0b5d6L; // the sum of the first two primes
        lanes[1] = PRIME_2;
        lanes[2] = 0;
        lanes[3] = -PRIME_1;
        heldBytes = 0;
        total = 0;
    }

    void update(byte[] bytes, int from, int count) {
        total += count;
        int at = from;
        int left = count;
        if (heldBytes > 0) {
            int taken = Math.min(left, STRIPE_BYTES - heldBytes);
            System.arraycopy(bytes, at, held, heldBytes, taken);
            heldBytes += taken;
            at += taken;
            left -= taken;
            if (heldBytes < STRIPE_BYTES) {
                return;
            }
            stripe(littleEndian(held), 0);
            heldBytes = 0;
        }
        ByteBuffer in = littleEndian(bytes);
        while (left >= STRIPE_BYTES) {
            stripe(in, at);
            at += STRIPE_BYTES;
            left -= STRIPE_BYTES;
        }
        System.arraycopy(bytes, at, held, 0, left);
        heldBytes = left;
    }

    long value() {
        long hash = total < STRIPE_BYTES ? PRIME_5 : merged();
        hash += total;
        ByteBuffer rest = littleEndian(held);
        int at = 0;
        for (; at + Long.BYTES <= heldBytes; at += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, rest.getLong(at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= heldBytes) {
            hash = Long.rotateLeft(hash ^ (rest.getInt(at) & 0xffffffffL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < heldBytes; at++) {
            hash = Long.rotateLeft(hash ^ (rest.get(at) & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private long merged() {
        long hash = Long.rotateLeft(lanes[0], 1)
                + Long.rotateLeft(lanes[1], 7)
                + Long.rotateLeft(lanes[2], 12)
                + Long.rotateLeft(lanes[3], 18);
        for (long lane : lanes) {
            hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
        }
        return hash;
    }

    private void stripe(ByteBuffer in, int at) {
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = round(lanes[i], in.getLong(at + i * Long.BYTES));
        }
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
