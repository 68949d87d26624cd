package net.saltban.banfile;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 that is written to like a file. */
final class Sha256 extends OutputStream {
    private static final int HEX_DIGITS = 64;

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(byte[] bytes) {
        Sha256 sha256 = new Sha256();
        sha256.write(bytes, 0, bytes.length);
        return sha256.hex();
    }

    /** Whether a text has the form of one: 64 lower-case hexadecimal digits. */
    static boolean isValid(String text) {
        return text.length() == HEX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    @Override
    public void write(int b) {
        digest.update((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    /** The hash of what was written; ends it. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
