package net.saltban.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import net.saltban.limits.BoundedInput;

/** Small files of the system, read whole within a bound. */
final class LinesOf {
    /** A table of 100,000 connections has 15 MB. */
    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private LinesOf() {}

    /** The lines of a file that must be there. */
    static List<String> file(Path file) throws IOException {
        try {
            return new String(BoundedInput.readAll(file, BYTES_MAX), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The lines of a file that need not be there: none if it is not. */
    static List<String> optionalFile(Path file) throws IOException {
        return Files.exists(file) ? file(file) : List.of();
    }
}
