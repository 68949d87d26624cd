package net.saltban.saltapi;

/** An HTTP exchange that gave no usable answer; inside this package only. */
final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** An answer with this status, or -1 for an answer with status 200 that cannot be used. */
    HttpFailure(int status, String what) {
        super(what);
        this.status = status;
    }

    int status() {
        return status;
    }
}
