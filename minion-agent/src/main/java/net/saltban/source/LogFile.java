package net.saltban.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * An open regular file. Pipes, devices and folders are never opened (a pipe would block for ever), and the file that is open
 * is the one that was looked at: the path is asked before and after opening.
 */
final class LogFile implements AutoCloseable {
    private static final int TRIES = 5;

    private final FileChannel channel;
    private final FileStatus status;

    private LogFile(FileChannel channel, FileStatus status) {
        this.channel = channel;
        this.status = status;
    }

    /** What to do with a symbolic link as the last part of the path. */
    enum Links {
        /** Refuse it: for names found in a folder. */
        REFUSE,
        /** Follow it if root owns it, since nobody else can make such a link: for logs named by the configuration. */
        FOLLOW_OF_ROOT,
        /** Follow it: for files that the caller of a command names. */
        FOLLOW
    }

    /**
     * Opens a file.
     *
     * @throws java.nio.file.NoSuchFileException if nothing is there
     * @throws LogRefusedException if it is no regular file
     */
    static LogFile open(Path path, Links links) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Path target = resolve(path, links);
            FileStatus before = FileStatus.of(target);
            if (!before.isRegular()) {
                throw new LogRefusedException("is " + before.kind() + ", not a log file; name the log itself");
            }
            FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            boolean same = false;
            try {
                FileStatus after = FileStatus.of(target);
                same = after.isRegular() && after.identity().equals(before.identity());
                if (same) {
                    return new LogFile(channel, after);
                }
            } finally {
                if (!same) {
                    channel.close();
                }
            }
        }
        throw new LogRefusedException("is exchanged again and again while it is opened; find out by what");
    }

    private static Path resolve(Path path, Links links) throws IOException {
        FileStatus status = FileStatus.of(path);
        if (status.kind() != FileStatus.Kind.LINK) {
            return path;
        }
        if (links == Links.FOLLOW || links == Links.FOLLOW_OF_ROOT && status.owner() == 0) {
            return path.toRealPath();
        }
        throw new LogRefusedException(
                "is a symbolic link that user " + status.owner() + " made; name the log itself under 'sources'");
    }

    /** As it was right after opening; its size bounds what is read. */
    FileStatus status() {
        return status;
    }

    /** The first bytes of the file as it lies on disk. */
    byte[] rawStart(int bytesMax) throws IOException {
        return bytesAt(0, bytesMax);
    }

    /** Bytes from a position on, fewer at the end of the file. */
    byte[] bytesAt(long position, int bytesMax) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytesMax);
        long next = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, next);
            if (count < 0) {
                break;
            }
            next += count;
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    FileChannel channel() {
        return channel;
    }

    /** The file's bytes from a position on. Closing the stream closes the file. */
    InputStream rawFrom(long position) throws IOException {
        channel.position(position);
        return Channels.newInputStream(channel);
    }

    /** How the file is stored. */
    Compression compression() throws IOException {
        byte[] start = rawStart(Compression.MAGIC_BYTES);
        return Compression.of(start, start.length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
