package net.saltban.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

import org.sqlite.util.LibraryLoaderUtil;

/**
 * The part of SQLite that is no Java. The driver would unpack it into /tmp at each start, where it often may not be loaded
 * from (noexec) and stays for good if the process is killed. So it is unpacked once into the folder {@code native} beside the
 * database, and again where it is not what this program brings. Properties {@code org.sqlite.lib.path} and
 * {@code org.sqlite.tmpdir} of the Java virtual machine go before.
 */
final class NativeLibrary {
    private static final String FOLDER = "native";
    private static final String PATH = "org.sqlite.lib.path";
    private static final String TEMPORARY = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /** Lets the driver load it from a folder; of several calls in one process the first counts. */
    static void unpackInto(Path folder) throws IOException {
        if (System.getProperty(PATH) != null || System.getProperty(TEMPORARY) != null) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
            if (in == null) {
                return; // the driver says for which systems there is one
            }
            byte[] brought = in.readAllBytes();
            Path target = folder.resolve(FOLDER).resolve(name);
            if (!holds(target, brought)) {
                write(target, brought);
            }
            System.setProperty(PATH, folder.resolve(FOLDER).toAbsolutePath().toString());
        }
    }

    private static boolean holds(Path target, byte[] content) throws IOException {
        return Files.isRegularFile(target)
                && Files.size(target) == content.length
                && Arrays.equals(Files.readAllBytes(target), content);
    }

    /** By a rename, so that another process that runs on the old one keeps it, and two that start at once do not meet. */
    private static void write(Path target, byte[] content) throws IOException {
        Path folder = Files.createDirectories(target.getParent());
        Path fresh = Files.createTempFile(
                folder,
                ".",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        try {
            Files.write(fresh, content);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
