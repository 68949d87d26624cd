package net.saltban.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What the file system says of a path, links not followed.
 *
 * @param identity device and inode
 * @param owner numeric user id
 * @param kind what it is
 * @param bytes its size
 * @param modified when its content last changed
 */
record FileStatus(FileIdentity identity, int owner, Kind kind, long bytes, Instant modified) {
    private static final int TYPE_MASK = 0xf000; // S_IFMT, inode(7)

    /** What a path can lead to. */
    enum Kind {
        REGULAR("a file"),
        FOLDER("a folder"),
        LINK("a symbolic link"),
        FIFO("a named pipe"),
        OTHER("a device or socket");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Asks the file system.
     *
     * @throws java.nio.file.NoSuchFileException if nothing is there
     */
    static FileStatus of(Path path) throws IOException {
        Map<String, Object> values =
                Files.readAttributes(path, "unix:dev,ino,mode,uid,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return new FileStatus(
                new FileIdentity(number(values, "dev"), number(values, "ino")),
                (int) number(values, "uid"),
                kind((int) number(values, "mode")),
                number(values, "size"),
                ((FileTime) Objects.requireNonNull(values.get("lastModifiedTime"))).toInstant());
    }

    boolean isRegular() {
        return kind == Kind.REGULAR;
    }

    private static long number(Map<String, Object> values, String name) {
        return ((Number) Objects.requireNonNull(values.get(name))).longValue();
    }

    private static Kind kind(int mode) {
        return switch (mode & TYPE_MASK) {
            case 0x8000 -> Kind.REGULAR;
            case 0x4000 -> Kind.FOLDER;
            case 0xa000 -> Kind.LINK;
            case 0x1000 -> Kind.FIFO;
            default -> Kind.OTHER;
        };
    }
}
