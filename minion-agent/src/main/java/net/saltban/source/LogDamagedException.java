package net.saltban.source;

import java.io.IOException;

/** A compressed log that ends early or makes no sense. What stood before the damage has been read. */
public final class LogDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, without the path. */
    public LogDamagedException(String message) {
        super(message);
    }

    /** What is wrong, without the path, and what showed it. */
    public LogDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
