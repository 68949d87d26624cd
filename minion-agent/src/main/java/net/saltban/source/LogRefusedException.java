package net.saltban.source;

import java.io.IOException;

/** A path that is not read as a log. The message says why and what to do, without the path. */
public final class LogRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The form of the message: what is wrong; what to do. */
    public LogRefusedException(String message) {
        super(message);
    }
}
