package net.saltban.evidence;

import java.io.IOException;

/** The evidence store cannot be used; the message says which file, what is wrong and what to do. */
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
