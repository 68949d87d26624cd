package net.saltban.agent;

import java.io.IOException;
import java.io.InputStream;

import net.saltban.limits.InputLimits;

/**
 * The lines of a stream, one at a time in one buffer, each cut as {@link net.saltban.syslog.LineCursor} cuts them: without NULs at its start and
 * without the carriage return of its line end. Empty lines and too long ones are lines here, so that numbers are those of an editor; what a line
 * holds beyond its bound is skipped, never kept.
 */
final class ExplainInput {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int LINE_BYTES_MAX = InputLimits.LOG_LINE_BYTES_MAX;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] line = new byte[LINE_BYTES_MAX + 2]; // a carriage return, and one byte too many
    private int blockAt;
    private int blockEnd;
    private int length;

    ExplainInput(InputStream in) {
        this.in = in;
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
                    dropCarriageReturn();
                    return any;
                }
            }
            any = true;
            byte b = block[blockAt++];
            if (b == '\n') {
                dropCarriageReturn();
                return true;
            }
            if (length < line.length && (b != 0 || length > 0)) {
                line[length++] = b;
            }
        }
    }

    private void dropCarriageReturn() {
        if (length > 0 && length < line.length && line[length - 1] == '\r') {
            length--;
        }
    }

    byte[] line() {
        return line;
    }

    /** Bytes of the line, or more than {@link InputLimits#LOG_LINE_BYTES_MAX} if it is too long. */
    int length() {
        return length;
    }

    /** Whether readers of logs pass the line over. */
    boolean isTooLong() {
        return length > LINE_BYTES_MAX;
    }
}
