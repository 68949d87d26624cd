package net.saltban.aggregator;

import net.saltban.saltapi.SaltApiException;
import net.saltban.saltapi.SaltApiFault;

/** Ends a command with a message for people and a status for the shell. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    /**
     * A failure.
     *
     * @param message {@code where: what is wrong; what to do}
     */
    Failure(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    private Failure(ExitStatus status, Exception cause) {
        super(cause.getMessage(), cause);
        this.status = status;
    }

    /** A fault of salt-api. */
    static Failure of(SaltApiException fault) {
        return new Failure(statusOf(fault.fault()), fault);
    }

    ExitStatus status() {
        return status;
    }

    private static ExitStatus statusOf(SaltApiFault fault) {
        return switch (fault) {
            case UNREACHABLE, TLS, TIMEOUT, SERVER, UNREADABLE, TOO_LARGE, RUNNER_REFUSED -> ExitStatus.UNAVAILABLE;
            case WRONG_PASSWORD, NOT_GRANTED -> ExitStatus.PERMISSION;
            case CLIENT_DISABLED, RUNNER_MISSING -> ExitStatus.CONFIGURATION;
        };
    }
}
