package net.saltban.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A decompressed content that may be at most so many bytes long, so that a small file made to expand without end costs
 * seconds, not a day. Real logs shrink to a tenth or a fortieth.
 */
final class ExpansionLimit extends FilterInputStream {
    /** Any file may expand to this. */
    static final long FREE_BYTES = 64L << 20;

    /** And to so many times its own size above it. */
    static final long RATIO_MAX = 250;

    private final long compressedBytes;
    private long left;

    ExpansionLimit(InputStream in, long compressedBytes) {
        super(in);
        this.compressedBytes = compressedBytes;
        this.left = FREE_BYTES + RATIO_MAX * compressedBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        left -= Math.max(count, 0);
        if (left < 0) {
            throw new LogDamagedException("its " + compressedBytes + " compressed bytes expand to more than "
                    + (FREE_BYTES + RATIO_MAX * compressedBytes) + "; no log does that, the rest is not read");
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] waste = new byte[(int) Math.min(8192, Math.max(count, 1))];
        return count <= 0 ? 0 : Math.max(read(waste, 0, (int) Math.min(waste.length, count)), 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
