package net.saltban.agent;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Whose things are: numeric user ids, as the file system has them. */
final class Owner {
    private static final int ROOT = 0;

    private Owner() {}

    /** Whether this process runs as root. */
    static boolean isRoot() throws IOException {
        return of(Path.of("/proc/self")) == ROOT;
    }

    /** Whether root should keep its hands off a folder: its owner could lead root's writing anywhere by a link. */
    static boolean isOfAnotherThanRoot(Path folder) throws IOException {
        return Files.isDirectory(folder) && isRoot() && of(folder) != ROOT;
    }

    /** What to say of such a folder to whoever runs a command as root. */
    static String refusal(Path folder, String command) throws IOException {
        String owner = nameOf(folder);
        return "saltban-agent: " + folder + ": belongs to " + owner + ", and root does not write there; use runuser -u "
                + owner + " -- saltban-agent " + command;
    }

    /** Who reads logs on this machine: the user saltban-agent where there is one, else whoever this is. */
    static String ofReading() throws IOException {
        try {
            return FileSystems.getDefault()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName("saltban-agent")
                    .getName();
        } catch (UserPrincipalNotFoundException e) {
            return nameOf(Path.of("/proc/self"));
        }
    }

    /** The user's name, or number where it has none. */
    static String nameOf(Path path) throws IOException {
        return Files.getOwner(path).getName();
    }

    /** The group's name, or number where it has none. */
    static String groupOf(Path path) throws IOException {
        return String.valueOf(Files.getAttribute(path, "posix:group"));
    }

    private static int of(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }
}
