package net.saltban.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

import net.saltban.limits.InputLimits;

/**
 * Cuts a stream of bytes into lines, a block at a time, in one buffer that is used again. Any bytes are lines: NUL, broken
 * UTF-8, a carriage return before the line feed. NULs at the start of a line are passed over: that is what a writer that does
 * not append leaves in a log that was emptied under it. A line above {@link InputLimits#LOG_LINE_BYTES_MAX} is passed over as
 * a whole and never held: sshd cuts its messages at 500 bytes, and a part of a line could be taken for another one.
 */
final class LineBlocks {
    static final int BLOCK_BYTES = 128 * 1024;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;

    private final byte[] buffer = new byte[InputLimits.LOG_LINE_BYTES_MAX + BLOCK_BYTES];
    private final ByteBuffer words = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    private int held; // bytes of an unfinished line, from index 0
    private boolean inLongLine;
    private long position;

    /** Starts anew at a byte of a content, as {@link #position} and {@link #isInLongLine} told it. */
    void startAt(long newPosition, boolean newInLongLine) {
        position = newPosition;
        inLongLine = newInLongLine;
        held = 0;
    }

    /** Bytes of the content up to the end of the last whole line, or inside a line that is too long to be held. */
    long position() {
        return position;
    }

    /** Whether {@link #position} lies within a line that is passed over. */
    boolean isInLongLine() {
        return inLongLine;
    }

    /** Bytes behind {@link #position} that were taken from the stream: the start of a line. */
    int held() {
        return held;
    }

    /**
     * Reads one block of at most so many bytes.
     *
     * @return false at the end of the stream
     */
    boolean read(InputStream in, long bytesMax, LineConsumer lines, Instant notAfter) throws IOException {
        int count = in.read(buffer, held, (int) Math.min(BLOCK_BYTES, bytesMax));
        if (count < 0) {
            return false;
        }
        int end = held + count;
        int start = 0;
        for (int i = lineFeed(held, end); i < end; i = lineFeed(start, end)) {
            finish(start, i, lines, notAfter);
            start = i + 1;
        }
        keep(start, end);
        return true;
    }

    /** The first line feed from a place on, or the end; looks at eight bytes at a time. */
    private int lineFeed(int from, int end) {
        int i = from;
        while (i + Long.BYTES <= end) {
            long other = words.getLong(i) ^ LINE_FEEDS; // a line feed becomes zero
            long zeros = other - ONES & ~other & HIGH_BITS; // the lowest bit set is right, those above it need not be
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < end && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Takes what is held as a line: for a content that never grows again. */
    void takeHalfLine(LineConsumer lines, Instant notAfter) {
        int end = held;
        finish(0, end, lines, notAfter);
        position += end;
        held = 0;
    }

    private void finish(int lineStart, int end, LineConsumer lines, Instant notAfter) {
        int from = afterNuls(lineStart, end);
        int to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
        if (!inLongLine && to > from && to - from <= InputLimits.LOG_LINE_BYTES_MAX) {
            lines.line(buffer, from, to, notAfter);
        }
        inLongLine = false;
    }

    private void keep(int lineStart, int end) {
        int start = inLongLine ? end : afterNuls(lineStart, end);
        if (end - start > InputLimits.LOG_LINE_BYTES_MAX) {
            inLongLine = true;
            start = end;
        }
        position += start;
        held = end - start;
        System.arraycopy(buffer, start, buffer, 0, held);
    }

    private int afterNuls(int from, int end) {
        int i = from;
        while (i < end && buffer[i] == 0) {
            i++;
        }
        return i;
    }
}
