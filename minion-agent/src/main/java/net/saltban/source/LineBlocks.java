package net.saltban.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

import net.saltban.limits.InputLimits;
import net.saltban.syslog.LineCursor;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into blocks of whole lines, in buffers that are used again. What a line is, {@link LineCursor} says. A line above {@link
 * InputLimits#LOG_LINE_BYTES_MAX} is passed over as a whole and never held.
 */
public final class LineBlocks {
    /** What one block adds to the bytes held of an unfinished line. */
    public static final int BLOCK_BYTES = 128 * 1024;

    /** Bytes held of an unfinished line: the longest that is read, and the carriage return of its line end. */
    private static final int HELD_BYTES_MAX = InputLimits.LOG_LINE_BYTES_MAX + 1;

    /** Size of a buffer that {@link #next} can fill. */
    public static final int BUFFER_BYTES = HELD_BYTES_MAX + BLOCK_BYTES;

    private final byte[] start = new byte[HELD_BYTES_MAX];
    private @Nullable Block own;
    private int held;
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

    /** Whole lines in a buffer; none if both ends are the same. */
    public static final class Block {
        private final byte[] buffer;
        private int from;
        private int to;

        /** An empty block in a buffer of {@link #BUFFER_BYTES}. */
        public Block(byte[] buffer) {
            this.buffer = buffer;
        }

        /** The buffer. */
        public byte[] buffer() {
            return buffer;
        }

        /** Where the first line begins. */
        public int from() {
            return from;
        }

        /** Where the last line ends, behind its line feed if it has one. */
        public int to() {
            return to;
        }
    }

    /**
     * Reads one block of at most so many bytes and hands out its lines.
     *
     * @return false at the end of the stream
     */
    boolean read(InputStream in, long bytesMax, LineConsumer lines, Instant notAfter) throws IOException {
        Block block = own();
        if (!next(in, bytesMax, block)) {
            return false;
        }
        if (block.from < block.to) {
            lines.lines(block.buffer, block.from, block.to, notAfter);
        }
        return true;
    }

    /** Made when it is needed: who brings blocks along needs none. */
    private Block own() {
        Block block = own;
        if (block == null) {
            block = new Block(new byte[BUFFER_BYTES]);
            own = block;
        }
        return block;
    }

    /** Takes what is held as a line: for a content that never grows again. */
    void takeHalfLine(LineConsumer lines, Instant notAfter) {
        Block block = own();
        half(block);
        if (block.from < block.to) {
            lines.lines(block.buffer, block.from, block.to, notAfter);
        }
    }

    /**
     * Reads the next block of at most so many bytes.
     *
     * @return false at the end of the stream
     */
    public boolean next(InputStream in, long bytesMax, Block into) throws IOException {
        byte[] buffer = into.buffer;
        System.arraycopy(start, 0, buffer, 0, held);
        into.from = 0;
        into.to = 0;
        int count = in.read(buffer, held, (int) Math.min(BLOCK_BYTES, bytesMax));
        if (count < 0) {
            return false;
        }
        int end = held + count;
        if (inLongLine) {
            int lineFeed = LineCursor.lineFeed(buffer, held, end);
            into.from = lineFeed; // what is left of it is an empty line: the lines around it do not stand side by side
            inLongLine = lineFeed == end;
        }
        into.to = Math.max(into.from, behindLastLineFeed(buffer, held, end));
        keep(buffer, into.to, end);
        return true;
    }

    /** Takes what is held as a block: for a content that never grows again. */
    public void half(Block into) {
        System.arraycopy(start, 0, into.buffer, 0, held);
        into.from = 0;
        into.to = held;
        position += held;
        held = 0;
        inLongLine = false;
    }

    private static int behindLastLineFeed(byte[] buffer, int from, int end) {
        int i = end;
        while (i > from && buffer[i - 1] != '\n') {
            i--;
        }
        return i > from ? i : 0;
    }

    private void keep(byte[] buffer, int lineStart, int end) {
        int from = inLongLine ? end : afterNuls(buffer, lineStart, end);
        if (end - from > HELD_BYTES_MAX) {
            inLongLine = true;
            from = end;
        }
        position += from;
        held = end - from;
        System.arraycopy(buffer, from, start, 0, held);
    }

    private static int afterNuls(byte[] buffer, int from, int end) {
        int i = from;
        while (i < end && buffer[i] == 0) {
            i++;
        }
        return i;
    }
}
