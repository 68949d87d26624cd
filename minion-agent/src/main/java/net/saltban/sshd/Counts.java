package net.saltban.sshd;

/** What a message means for the count of its connection's attempts. docs/ref/signatures.md says why. */
enum Counts {
    /** One attempt, at once. */
    ATTEMPT("one attempt"),
    /** One attempt, at once; sshd then says the same again by {@link #KEYBOARD}. */
    PAM_ERROR("one attempt, told by PAM"),
    /** One attempt, unless {@link #PAM_ERROR} has counted it. */
    KEYBOARD("one attempt, unless PAM's error was counted"),
    /** One attempt when the connection ends, if nothing else of it was counted and it did not log in. */
    WEAK("one attempt for the connection, if nothing else of it counts"),
    /** As {@link #WEAK}; an existing account was refused, so that later messages call it invalid wrongly. */
    WEAK_ACCOUNT("one attempt for the connection, if nothing else of it counts"),
    /** As {@link #WEAK_ACCOUNT}; the account is root, which the message says in words of its own. */
    WEAK_ROOT("one attempt for the connection, if nothing else of it counts"),
    /** As {@link #WEAK}, and the connection ends. */
    WEAK_END("one attempt for the connection, if nothing else of it counts"),
    /** A login. */
    LOGIN("a login"),
    /** PAM's word of an attempt; counts only where sshd itself stays silent about it. */
    PAM_FAILURE("one attempt, if sshd itself does not tell of it"),
    /** PAM's word of further attempts after a {@link #PAM_FAILURE}. */
    PAM_MORE("more attempts, if sshd itself does not tell of them"),
    /** One probe when the connection ends, if it neither failed nor logged in. */
    PROBE("one probe for the connection, if it neither fails nor logs in"),
    /** As {@link #PROBE}, and the connection ends. */
    PROBE_END("one probe for the connection, if it neither failed nor logged in"),
    /** As {@link #PROBE_END}, unless the source has just logged in: sshd before 7.5 ends sessions with the same words. */
    BARE_END("one probe, unless it ends a session"),
    /** As {@link #PROBE_END} for the process that the message names; its writer serves no single connection. */
    PROBE_PROCESS("one probe for the connection, if it neither failed nor logged in"),
    /** One probe, at once; there is no connection. */
    PROBE_NOW("one probe"),
    /** A connection begins. */
    BEGIN("nothing; a connection begins"),
    /** A connection ends, nothing is counted. */
    END("nothing; a connection ends"),
    /** Nothing, but the connection's source is known from it. */
    NOTHING("nothing"),
    /** Nothing, and nothing is learnt from it. */
    IGNORED("nothing");

    private final String text;

    Counts(String text) {
        this.text = text;
    }

    /**
     * What a message counts, for people.
     *
     * @param messages how many messages it stands for
     */
    String text(int messages) {
        boolean isEach = switch (this) {
            case ATTEMPT, PAM_ERROR, KEYBOARD, LOGIN, PAM_FAILURE, PROBE_NOW -> true;
            default -> false;
        };
        return isEach && messages > 1 ? text + ", for each of " + messages + " messages" : text;
    }
}
