package net.saltban.fuzz;

import java.util.Random;

/** Choices taken from an input, a byte or two each, so that a fuzzer steers a generator; 0 when the input is used up. */
public final class InputRandom extends Random {
    private static final long serialVersionUID = 1;

    private final byte[] input;
    private int at;

    /** Takes from the first byte on. */
    public InputRandom(byte[] input) {
        super(0);
        this.input = input.clone();
    }

    /** Whether there is no byte left. */
    public boolean isUsedUp() {
        return at == input.length;
    }

    /** The next byte, 0 to 255. */
    public int nextByte() {
        return isUsedUp() ? 0 : input[at++] & 0xff;
    }

    /** The bytes that are left, at most so many. */
    public byte[] bytes(int max) {
        byte[] bytes = java.util.Arrays.copyOfRange(input, at, at + Math.min(max, input.length - at));
        at += bytes.length;
        return bytes;
    }

    @Override
    public int nextInt(int bound) {
        return (bound <= 256 ? nextByte() : nextByte() << 8 | nextByte()) % bound;
    }

    @Override
    public boolean nextBoolean() {
        return (nextByte() & 1) == 1;
    }

    @Override
    protected int next(int bits) {
        int value = nextByte() << 24 | nextByte() << 16 | nextByte() << 8 | nextByte();
        return value >>> (32 - bits);
    }
}
