package net.saltban.zstd;

import java.io.IOException;
import java.io.InputStream;

/**
 * What a frame says of itself (RFC 8878 section 3.1.1.1).
 *
 * @param window bytes that a match may reach back
 * @param contentBytes length of the content, or -1 if it is not told
 * @param hasChecksum whether a checksum follows the last block
 */
record FrameHeader(int window, long contentBytes, boolean hasChecksum) {
    /** {@code zstd --ultra -21} and below; {@code zstd -19} needs 8 MiB, the default of zstd 2 MiB. */
    static final int WINDOW_BYTES_MAX = 64 << 20;

    private static final int WINDOW_BYTES_MIN = 1024;

    /** Reads what follows the magic number. */
    static FrameHeader read(InputStream in) throws IOException {
        int descriptor = (int) number(in, 1);
        boolean single = (descriptor & 0x20) != 0;
        if ((descriptor & 8) != 0) {
            throw new ZstdDamagedException("a frame of an unknown form");
        }
        long window = single ? 0 : window((int) number(in, 1));
        int dictionaryFlag = descriptor & 3;
        long dictionary = number(in, dictionaryFlag == 3 ? 4 : dictionaryFlag);
        if (dictionary != 0) {
            throw new ZstdDamagedException("needs dictionary " + dictionary + ", which is not there");
        }
        int sizeFlag = descriptor >> 6 & 3;
        long content = sizeFlag == 0 && !single ? -1 : number(in, 1 << sizeFlag) + (sizeFlag == 1 ? 256 : 0);
        if (single) {
            window = content < 0 ? Long.MAX_VALUE : Math.max(content, WINDOW_BYTES_MIN);
        }
        if (window > WINDOW_BYTES_MAX) {
            throw new ZstdDamagedException(
                    "needs a window of " + (window >> 20) + " MiB, at most " + (WINDOW_BYTES_MAX >> 20) + " are given");
        }
        return new FrameHeader((int) window, content, (descriptor & 4) != 0);
    }

    private static long window(int descriptor) {
        long base = 1L << 10 + (descriptor >> 3);
        return base + base / 8 * (descriptor & 7);
    }

    private static long number(InputStream in, int bytes) throws IOException {
        return ZstdInputStream.number(in, bytes);
    }
}
