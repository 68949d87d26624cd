package net.saltban.sshd;

/** What a message means for the count of its connection's attempts. docs/ref/signatures.md says why. */
enum Counts {
    /** One attempt, at once. */
    ATTEMPT,
    /** One attempt, at once; sshd then says the same again by {@link #KEYBOARD}. */
    PAM_ERROR,
    /** One attempt, unless {@link #PAM_ERROR} has counted it. */
    KEYBOARD,
    /** One attempt when the connection ends, if nothing else of it was counted and it did not log in. */
    WEAK,
    /** As {@link #WEAK}; an existing account was refused, so that later messages call it invalid wrongly. */
    WEAK_ACCOUNT,
    /** As {@link #WEAK}, and the connection ends. */
    WEAK_END,
    /** A login. */
    LOGIN,
    /** PAM's word of an attempt; counts only where sshd itself stays silent about it. */
    PAM_FAILURE,
    /** PAM's word of further attempts after a {@link #PAM_FAILURE}. */
    PAM_MORE,
    /** One probe when the connection ends, if it neither failed nor logged in. */
    PROBE,
    /** As {@link #PROBE}, and the connection ends. */
    PROBE_END,
    /** As {@link #PROBE_END}, unless the source has just logged in: sshd before 7.5 ends sessions with the same words. */
    BARE_END,
    /** As {@link #PROBE_END} for the process that the message names; its writer serves no single connection. */
    PROBE_PROCESS,
    /** One probe, at once; there is no connection. */
    PROBE_NOW,
    /** A connection begins. */
    BEGIN,
    /** A connection ends, nothing is counted. */
    END,
    /** Nothing, but the connection's source is known from it. */
    NOTHING,
    /** Nothing, and nothing is learnt from it. */
    IGNORED
}
