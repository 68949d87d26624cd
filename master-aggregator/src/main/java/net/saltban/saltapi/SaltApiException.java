package net.saltban.saltapi;

/**
 * A call to salt-api that came to nothing. The message has the form {@code where: what is wrong; what to do} and holds neither
 * password nor token.
 */
public final class SaltApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SaltApiFault fault;

    /** A fault with its message. */
    public SaltApiException(SaltApiFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** A fault with its message and what brought it about. */
    public SaltApiException(SaltApiFault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** What kind of fault. */
    public SaltApiFault fault() {
        return fault;
    }
}
