package net.saltban.enforce;

import java.io.IOException;

/** A back-end cannot do or tell something; the message says what, why and what to do. */
final class BackendException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean permission;

    BackendException(String message) {
        this(message, false);
    }

    BackendException(String message, IOException cause) {
        super(message, cause);
        this.permission = false;
    }

    private BackendException(String message, boolean permission) {
        super(message);
        this.permission = permission;
    }

    static BackendException permission(String message) {
        return new BackendException(message, true);
    }

    /** Whether only a permission is missing. */
    boolean isPermission() {
        return permission;
    }
}
