package net.saltban.sshd;

import java.util.ArrayList;
import java.util.List;

/**
 * What the lines of one block say, each for itself; {@link SshdReader#count} joins them. It points into the block's buffer, which must stay as it
 * is until then. Used again for each block.
 */
public final class BlockReading {
    private final List<LineReading> readings = new ArrayList<>();
    private byte[] buffer = new byte[0];
    private int size;
    private int positions;
    private int lines;
    private int bytes;

    void begin(byte[] newBuffer) {
        buffer = newBuffer;
        size = 0;
        positions = 0;
        lines = 0;
        bytes = 0;
    }

    /** The one to read the next line into; it stays only if it is kept. */
    LineReading next() {
        if (size == readings.size()) {
            readings.add(new LineReading());
        }
        return readings.get(size);
    }

    /** Keeps what {@link #next} gave. */
    void keep() {
        size++;
    }

    void end(int newPositions, int newLines, int newBytes) {
        positions = newPositions;
        lines = newLines;
        bytes = newBytes;
    }

    byte[] buffer() {
        return buffer;
    }

    LineReading get(int i) {
        return readings.get(i);
    }

    int size() {
        return size;
    }

    /** Lines of the block, those included that are empty or too long. */
    int positions() {
        return positions;
    }

    /** Lines of the block, of any program. */
    int lines() {
        return lines;
    }

    /** Bytes of these lines, each with one for its line feed. */
    int bytes() {
        return bytes;
    }
}
