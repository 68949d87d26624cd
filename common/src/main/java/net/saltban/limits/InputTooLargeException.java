package net.saltban.limits;

import java.io.IOException;

/** An input holds more than its bound. */
public final class InputTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    /** An input that holds more than so many bytes. */
    public InputTooLargeException(long bytesMax) {
        super("larger than the " + bytesMax + " bytes that are read at most");
    }
}
