package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strings of byte ranges; a text that came lately is not made again. Bounded: a new text takes the place of an old one. */
final class TextCache {
    /** Bytes of a text that are kept; longer than any name that sshd prints whole. */
    static final int TEXT_BYTES_MAX = 512;

    private static final int SLOTS = 512;

    private final String[] texts = new String[SLOTS];

    TextCache() {
        Arrays.fill(texts, "");
    }

    /** As {@link #text(byte[], int, int)}; likely to be a known text. */
    String text(String likely, byte[] b, int from, int to) {
        boolean same = to > from && isText(likely, b, from, Math.min(to - from, TEXT_BYTES_MAX));
        return same ? likely : text(b, from, to);
    }

    /** The text of a range, each byte as one character, cut to {@link #TEXT_BYTES_MAX}. */
    String text(byte[] b, int from, int to) {
        int length = Math.min(to - from, TEXT_BYTES_MAX);
        if (length <= 0) {
            return "";
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + b[i];
        }
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        String known = texts[slot];
        if (!isText(known, b, from, length)) {
            known = new String(b, from, length, StandardCharsets.ISO_8859_1);
            texts[slot] = known;
        }
        return known;
    }

    private static boolean isText(String text, byte[] b, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != (b[from + i] & 255)) {
                return false;
            }
        }
        return true;
    }
}
