package net.saltban.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The first bytes of a log's content, which tell it from others: those behind the NULs that it may begin with, at most
 * {@link Fingerprint#BYTES_MAX}.
 */
final class LogHead {
    private static final int BLOCK_BYTES = 8 * 1024;

    /** A log that begins with more NULs than this is known by its inode only. */
    private static final long NULS_MAX = 64L << 20;

    private final byte[] bytes;

    private LogHead(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Of an open file, whatever its compression; of a damaged one, what can be read. Closes the file. */
    static LogHead of(LogFile file) throws IOException {
        try (InputStream content =
                file.compression().open(file.rawFrom(0), file.status().bytes())) {
            return of(content);
        } catch (LogDamagedException e) {
            return new LogHead(new byte[0]); // not even the compressed header is whole: nothing to know it by
        }
    }

    /** Of a content from its start. */
    static LogHead of(InputStream content) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        byte[] head = new byte[Fingerprint.BYTES_MAX];
        int length = 0;
        long nuls = 0;
        while (length < head.length && nuls < NULS_MAX) {
            int count = readUndamaged(content, block);
            if (count < 0) {
                break;
            }
            int from = 0;
            while (length == 0 && from < count && block[from] == 0) {
                from++;
                nuls++;
            }
            int taken = Math.min(count - from, head.length - length);
            System.arraycopy(block, from, head, length, taken);
            length += taken;
        }
        return new LogHead(Arrays.copyOf(head, length));
    }

    int length() {
        return bytes.length;
    }

    /** Of all of it. */
    Fingerprint fingerprint() {
        return fingerprint(bytes.length);
    }

    /** Of its first bytes. */
    Fingerprint fingerprint(int length) {
        return Fingerprint.of(bytes, length);
    }

    /** Whether one of two begins with the other, and neither is empty. */
    boolean sharesStartWith(LogHead other) {
        int common = Math.min(bytes.length, other.bytes.length);
        return common > 0 && Arrays.equals(bytes, 0, common, other.bytes, 0, common);
    }

    private static int readUndamaged(InputStream content, byte[] block) throws IOException {
        try {
            return content.read(block);
        } catch (LogDamagedException e) {
            return -1; // the head ends where the damage begins; whoever reads the whole file reports it
        }
    }
}
