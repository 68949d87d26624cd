package net.saltban.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import net.saltban.zstd.ZstdDamagedException;
import net.saltban.zstd.ZstdInputStream;
import org.tukaani.xz.SeekableInputStream;
import org.tukaani.xz.SeekableXZInputStream;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** How a rotated log is stored, told by its first bytes: names lie. */
enum Compression {
    NONE,
    GZIP,
    XZ,
    ZSTD,
    BZIP2;

    /** Bytes that {@link #of} wants to see. */
    static final int MAGIC_BYTES = 6;

    /** {@code xz -9} needs 65 MiB, {@code xz -6} (the default) 9 MiB. */
    private static final int XZ_MEMORY_KIB_MAX = 70 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    /** What a file with these first bytes holds. */
    static Compression of(byte[] start, int length) {
        if (startsWith(start, length, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (startsWith(start, length, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        if (startsWith(start, length, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(start, length)) {
            return ZSTD;
        }
        return startsWith(start, length, 'B', 'Z', 'h') ? BZIP2 : NONE;
    }

    /**
     * The content of a file of this kind. Broken data shows as {@link LogDamagedException} while reading.
     *
     * @param fileBytes the file's size
     * @throws LogRefusedException for a kind that is not read
     */
    InputStream open(InputStream file, long fileBytes) throws IOException {
        return switch (this) {
            case NONE -> file;
            case GZIP ->
                new ExpansionLimit(
                        new DamageNamed(damageNamed(() -> new GZIPInputStream(file, BUFFER_BYTES))), fileBytes);
            case XZ ->
                new ExpansionLimit(
                        new DamageNamed(damageNamed(() -> new XZInputStream(file, XZ_MEMORY_KIB_MAX))), fileBytes);
            case ZSTD -> new ExpansionLimit(new DamageNamed(new ZstdInputStream(file)), fileBytes);
            case BZIP2 ->
                throw new LogRefusedException("is compressed by bzip2, which is not read; unpack it (bunzip2)");
        };
    }

    /**
     * Whether the content surely is so many bytes long, told without unpacking it. Of a gzip file of several members only the
     * last one's length is written down, and zstd does not write down that of a stream; then the answer is no, and the caller
     * has to read.
     */
    boolean isContentLength(LogFile file, long bytes) throws IOException {
        return switch (this) {
            case GZIP -> gzipLength(file) == (int) bytes;
            case XZ -> xzLength(file) == bytes;
            case NONE, ZSTD, BZIP2 -> false;
        };
    }

    private static int gzipLength(LogFile file) throws IOException {
        byte[] trailer = file.bytesAt(Math.max(0, file.status().bytes() - Integer.BYTES), Integer.BYTES);
        return ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt(); // ISIZE, RFC 1952 section 2.3.1
    }

    private static long xzLength(LogFile file) throws IOException {
        SeekableInputStream raw = new SeekableLogFile(file);
        try {
            return new SeekableXZInputStream(raw, XZ_MEMORY_KIB_MAX).length();
        } catch (EOFException | XZIOException e) {
            return -1; // reading it says what is wrong
        }
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    private static InputStream damageNamed(Opening opening) throws IOException {
        try {
            return opening.open();
        } catch (EOFException | ZipException | XZIOException e) {
            throw damaged(e);
        }
    }

    private static LogDamagedException damaged(IOException e) {
        if (e instanceof ZstdDamagedException) {
            return new LogDamagedException(
                    "its compressed data cannot be read on (" + e.getMessage() + "); what stood behind is lost", e);
        }
        return new LogDamagedException(
                e instanceof EOFException
                        ? "its compressed data is cut off; what stood behind is lost"
                        : "its compressed data is damaged; what stood behind is lost",
                e);
    }

    /** A frame for programs only, as {@code pzstd} writes it before the content (RFC 8878 section 3.1.2). */
    private static boolean isSkippableFrame(byte[] start, int length) {
        return length >= 4 && (start[0] & 0xf0) == 0x50 && start[1] == 0x2a && start[2] == 0x4d && start[3] == 0x18;
    }

    private static boolean startsWith(byte[] start, int length, int... magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((start[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** A file as XZ for Java wants to see it. */
    private static final class SeekableLogFile extends SeekableInputStream {
        private final LogFile file;
        private long position;

        SeekableLogFile(LogFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            byte[] some = file.bytesAt(position, length);
            System.arraycopy(some, 0, bytes, from, some.length);
            position += some.length;
            return some.length == 0 && length > 0 ? -1 : some.length;
        }

        @Override
        public long length() {
            return file.status().bytes();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void seek(long newPosition) {
            position = newPosition;
        }
    }

    /** Turns the libraries' own exceptions into ours. */
    private static final class DamageNamed extends InputStream {
        private final InputStream in;

        DamageNamed(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                return in.read(bytes, from, length);
            } catch (EOFException | ZipException | XZIOException | ZstdDamagedException e) {
                throw damaged(e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
