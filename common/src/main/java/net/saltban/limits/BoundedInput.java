package net.saltban.limits;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads at most so many bytes; more is an error, never a cut. */
public final class BoundedInput {
    private BoundedInput() {}

    /**
     * Everything a stream holds.
     *
     * @throws InputTooLargeException if there are more than {@code bytesMax} bytes
     */
    public static byte[] readAll(InputStream in, int bytesMax) throws IOException {
        byte[] bytes = in.readNBytes(bytesMax);
        if (bytes.length == bytesMax && in.read() >= 0) {
            throw new InputTooLargeException(bytesMax);
        }
        return bytes;
    }

    /**
     * Everything a file holds.
     *
     * @throws InputTooLargeException if there are more than {@code bytesMax} bytes
     */
    public static byte[] readAll(Path file, int bytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return readAll(in, bytesMax);
        }
    }
}
