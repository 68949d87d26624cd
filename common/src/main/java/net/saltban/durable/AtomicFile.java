package net.saltban.durable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * A file that is replaced as a whole: a reader, also after a crash at any point, sees the old or the new content.
 *
 * <p>Temporary file in the same folder with its final mode, write, fsync, rename, fsync of the folder. The temporary name is
 * fixed ({@code .NAME.new}): what an interrupted write left is overwritten by the next. One writer at a time, by
 * {@link LockFile} where there can be several.
 */
public final class AtomicFile {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path file;
    private final Path folder;
    private final Set<PosixFilePermission> mode;

    /**
     * A file at a path.
     *
     * @param mode permissions as {@code ls} prints them, such as {@code rw-r--r--}
     */
    public AtomicFile(Path file, String mode) {
        this.file = file.toAbsolutePath();
        this.folder = Objects.requireNonNull(this.file.getParent(), "the root folder is no file");
        this.mode = PosixFilePermissions.fromString(mode);
    }

    /** Writes the new content. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; does not close the stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Replaces the content. */
    public void write(byte[] content) throws IOException {
        write(out -> out.write(content));
    }

    /** Replaces the content; where writing fails, the old content stays. */
    public void write(Content content) throws IOException {
        Path temporary = folder.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        FileAttribute<Set<PosixFilePermission>> attribute = PosixFilePermissions.asFileAttribute(mode);
        try (FileChannel channel = FileChannel.open(
                        temporary, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attribute);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
            Files.setPosixFilePermissions(temporary, mode); // the umask may have taken some away
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder);
    }

    /** Makes renames and removals in a folder survive a crash. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
