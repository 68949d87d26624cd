package net.saltban.source;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a log's content ({@link LogHead}), by which it is known again under another name, as a copy, or
 * compressed: they hold time stamps, so two logs of one machine never begin alike.
 *
 * @param length bytes covered, 0 to {@link #BYTES_MAX}; fewer than that only if the log was shorter when it was taken
 * @param high upper half of the first 16 bytes of their SHA-256
 * @param low lower half
 */
record Fingerprint(int length, long high, long low) {
    static final int BYTES_MAX = 1024;

    /** Of the first bytes of a content. */
    static Fingerprint of(byte[] head, int length) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(head, 0, length);
            ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
            return new Fingerprint(length, digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    // equals and hashCode by hand, as in FileIdentity.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint that && length == that.length && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high);
    }

    /** Whether a content that begins so is the one this was taken of; an empty fingerprint fits none. */
    boolean fits(LogHead head) {
        return length > 0 && head.length() >= length && equals(head.fingerprint(length));
    }
}
