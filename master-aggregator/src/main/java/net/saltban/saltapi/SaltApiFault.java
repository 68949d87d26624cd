package net.saltban.saltapi;

/** Why a call to salt-api came to nothing. */
public enum SaltApiFault {
    /** No connection: refused, no route, unknown host name. */
    UNREACHABLE,
    /** The certificate is not trusted, not for this name, or the far end speaks no TLS. */
    TLS,
    /** The answer did not come, or not all of it, within the time of one call. */
    TIMEOUT,
    /** An answer with a status that tells of trouble over there: 5xx, or one that salt-api never gives. */
    SERVER,
    /** The answer ended early or is not what salt-api answers. */
    UNREADABLE,
    /** The answer is larger than {@link NetApi#RESPONSE_BYTES_MAX}. */
    TOO_LARGE,
    /** User or password are not accepted. */
    WRONG_PASSWORD,
    /** The user is known, but may not make this call. */
    NOT_GRANTED,
    /** The client ({@code local_async}, {@code runner}) is not enabled in the master's configuration. */
    CLIENT_DISABLED,
    /** The master does not have the runner {@code saltban}. */
    RUNNER_MISSING,
    /** The runner answered that it cannot do this. */
    RUNNER_REFUSED
}
