package net.saltban.banfile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import net.saltban.durable.AtomicFile;

/**
 * A ban file: the list with its head.
 *
 * <pre>
 * # saltban ban file 1
 * # list 0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11
 * # generation 1767582245000
 * # entries 3
 * # sha256 3b1f6c9e...                            64 hexadecimal digits, over the lines below
 * 198.51.100.9                                    IPv4 numerically
 * 203.0.113.0/24
 * 2001:db8:66::/64                                then IPv6
 * </pre>
 *
 * ASCII, each line ends with LF, the last one too. The five lines of the head stand in this order. Prefixes are canonical,
 * ascending, without doubles. A file that breaks any of this is refused as a whole by {@link DamagedFileException}, which
 * names file and line; nothing is ever repaired or skipped by the reader:
 *
 * <ul>
 *   <li>another first line, or a line of the head that is missing or malformed: the line, and what should stand there;
 *   <li>a line without LF at the end: the file was cut;
 *   <li>a line longer than 128 bytes, a carriage return, a byte that is not printable ASCII, an empty line, a comment below the head;
 *   <li>a text that is no prefix, or not in its canonical form; a prefix out of order, or one that stands twice;
 *   <li>more or fewer prefixes than the head says; another hash than the head says, where every line is well formed.
 * </ul>
 *
 * @param header the head; agrees with the list
 * @param list the prefixes
 */
public record BanFile(BanFileHeader header, BanList list) {
    /** The first line. */
    static final String FIRST_LINE = "# saltban ban file 1";

    private static final String MODE = "rw-r--r--";

    /** Refuses a head that does not agree with the list. */
    public BanFile {
        if (header.entries() != list.size() || !header.sha256().equals(list.sha256())) {
            throw new IllegalArgumentException("the head does not agree with the list");
        }
    }

    /** The ban file of a list at a generation. */
    public static BanFile of(UUID listId, long generation, BanList list) {
        return new BanFile(new BanFileHeader(listId, generation, list.size(), list.sha256()), list);
    }

    /**
     * Reads a ban file.
     *
     * @throws DamagedFileException if it is damaged
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    public static BanFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads a ban file from a stream, and leaves it open.
     *
     * @param where name of the stream for messages
     * @throws DamagedFileException if it is damaged
     */
    public static BanFile read(InputStream in, String where) throws IOException {
        return new BanFileReader(in, where).banFile();
    }

    /** Replaces a file by this one, atomically, readable by everybody. */
    public void write(Path file) throws IOException {
        new AtomicFile(file, MODE).write(this::writeTo);
    }

    /** Writes the form above and leaves the stream open. */
    public void writeTo(OutputStream out) throws IOException {
        String head = FIRST_LINE
                + "\n# list " + header.list()
                + "\n# generation " + header.generation()
                + "\n# entries " + header.entries()
                + "\n# sha256 " + header.sha256() + "\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        list.writeBody(out);
    }
}
