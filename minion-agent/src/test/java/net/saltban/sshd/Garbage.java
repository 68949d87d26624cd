package net.saltban.sshd;

import java.util.Arrays;

/** A text amid other bytes, to see that nobody looks beyond its ends. */
final class Garbage {
    static final int AROUND = 40;

    private Garbage() {}

    static byte[] around(byte[] text, char filler) {
        byte[] bytes = new byte[text.length + 2 * AROUND];
        Arrays.fill(bytes, (byte) filler);
        System.arraycopy(text, 0, bytes, AROUND, text.length);
        return bytes;
    }
}
