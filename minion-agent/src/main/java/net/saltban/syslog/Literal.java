package net.saltban.syslog;

import java.nio.charset.StandardCharsets;

/** A fixed text that is looked for at a place, eight bytes at a time. */
public final class Literal {

    private final byte[] bytes;
    private final long[] words;
    private final long last; // the bytes behind the whole words
    private final long lastMask;

    /** A literal of any bytes. */
    public Literal(byte[] bytes) {
        this.bytes = bytes.clone();
        this.words = new long[bytes.length / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = Words.at(this.bytes, i * Long.BYTES);
        }
        int rest = bytes.length % Long.BYTES;
        long word = 0;
        for (int i = bytes.length - 1; i >= words.length * Long.BYTES; i--) {
            word = word << Byte.SIZE | bytes[i] & 255;
        }
        this.last = word;
        this.lastMask = rest == 0 ? 0 : -1L >>> (Long.BYTES - rest) * Byte.SIZE;
    }

    /** A literal of ASCII text. */
    public static Literal of(String text) {
        return new Literal(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether it stands at a place, within the end. The buffer may be read beyond that, never beyond its own end. */
    public boolean isAt(byte[] b, int at, int end) {
        if (bytes.length > end - at) {
            return false;
        }
        int i = at;
        for (long word : words) {
            if (Words.at(b, i) != word) {
                return false;
            }
            i += Long.BYTES;
        }
        if (lastMask == 0) {
            return true;
        }
        if (i + Long.BYTES <= b.length) {
            return ((Words.at(b, i) ^ last) & lastMask) == 0;
        }
        return Ascii.startsWith(b, at, end, bytes);
    }

    /** Bytes of it. */
    public int length() {
        return bytes.length;
    }

    /** The first byte; there must be one. */
    public byte first() {
        return bytes[0];
    }

    /** Its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
