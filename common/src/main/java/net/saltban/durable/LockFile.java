package net.saltban.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * An exclusive lock between processes, held by an open file; the kernel drops it when the holder ends, however it ends.
 * The file itself stays.
 */
public final class LockFile implements AutoCloseable {
    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or returns empty if somebody else holds it. */
    public static Optional<LockFile> tryLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            taken = lock != null;
            return taken ? Optional.of(new LockFile(channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // held by this very process
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /** Lets the lock go. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
