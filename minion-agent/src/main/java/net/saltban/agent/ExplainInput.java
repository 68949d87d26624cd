package net.saltban.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

import net.saltban.limits.InputLimits;

/** The lines of a stream, one at a time in one buffer; what a line holds beyond its bound is skipped, never kept. Reads gzip as well. */
final class ExplainInput {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] line = new byte[InputLimits.LOG_LINE_BYTES_MAX];
    private int blockAt;
    private int blockEnd;
    private int length;

    private ExplainInput(InputStream in) {
        this.in = in;
    }

    static ExplainInput of(InputStream in) throws IOException {
        PushbackInputStream pushback = new PushbackInputStream(in, 2);
        byte[] magic = pushback.readNBytes(2);
        pushback.unread(magic);
        boolean gzip = magic.length == 2 && (magic[0] & 255) == 0x1f && (magic[1] & 255) == 0x8b;
        return new ExplainInput(gzip ? new GZIPInputStream(pushback) : pushback);
    }

    /** Goes to the next line; whether there is one. The last need not end in a line feed. */
    boolean next() throws IOException {
        length = 0;
        boolean any = false;
        while (true) {
            if (blockAt == blockEnd) {
                blockEnd = Math.max(0, in.read(block));
                blockAt = 0;
                if (blockEnd == 0) {
                    return any;
                }
            }
            any = true;
            byte b = block[blockAt++];
            if (b == '\n') {
                return true;
            }
            if (length < line.length) {
                line[length++] = b;
            }
        }
    }

    byte[] line() {
        return line;
    }

    int length() {
        return length;
    }
}
