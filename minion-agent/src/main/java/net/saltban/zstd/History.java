package net.saltban.zstd;

import java.util.Arrays;

/**
 * The content of a frame as far back as its window reaches. Memory grows with the content, not with what the header asks for,
 * up to the window and a part of it, so that moving the rest down stays rare.
 */
final class History {
    private static final int START_BYTES = 256 * 1024;
    private static final int SPARE_BYTES_MAX = 8 << 20;

    private byte[] bytes = new byte[START_BYTES];
    private int window;
    private int end;

    /** Begins a frame. */
    void reset(int newWindow) {
        window = newWindow;
        end = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Byte behind the content. */
    int end() {
        return end;
    }

    /** Makes room for one more block; bytes before may move. */
    void makeRoom() {
        int needed = end + ZstdInputStream.BLOCK_BYTES_MAX;
        if (needed <= bytes.length) {
            return;
        }
        int spare = Math.max(ZstdInputStream.BLOCK_BYTES_MAX, Math.min(window, SPARE_BYTES_MAX));
        int most = window + spare + ZstdInputStream.BLOCK_BYTES_MAX;
        if (bytes.length < most && end <= window + spare) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(needed, 2L * bytes.length)));
        } else {
            System.arraycopy(bytes, end - window, bytes, 0, window);
            end = window;
        }
    }

    void add(byte[] from, int at, int count) {
        System.arraycopy(from, at, bytes, end, count);
        end += count;
    }

    void addRepeated(byte value, int count) {
        Arrays.fill(bytes, end, end + count, value);
        end += count;
    }

    /** Copies what stands a distance back; it may overlap what it writes. */
    void addMatch(long distance, int count) throws ZstdDamagedException {
        if (distance > Math.min(end, window)) {
            throw new ZstdDamagedException("a match " + distance + " bytes back, beyond the window");
        }
        int from = end - (int) distance;
        if (distance >= count) {
            System.arraycopy(bytes, from, bytes, end, count);
        } else {
            for (int i = 0; i < count; i++) {
                bytes[end + i] = bytes[from + i];
            }
        }
        end += count;
    }
}
