package net.saltban.sshd;

/** Why a message blames somebody or nobody. The text completes "it blames nobody: ...". */
enum Why {
    /** It does name its peer beyond doubt. */
    PEER("the peer is named beyond doubt"),
    /** No signature matches. */
    UNKNOWN("no signature matches"),
    /** The form has no address. */
    NO_ADDRESS("messages of this form hold no address"),
    /** A host name, which its owner can point anywhere. */
    NAME("a name stands where the address would; names are never resolved"),
    /** Looks like an address, but is not as sshd prints one. */
    NOT_CANONICAL("what stands in the address's place is not an address as sshd prints it"),
    /** Loopback, multicast, unspecified. */
    NO_PEER("the address cannot be a peer of this server"),
    /** Long enough to have lost its end. */
    CUT("the message may have been cut, so that its end may be the peer's own text"),
    /** The address could stand in two places, or two readers find two. */
    TWO_READINGS("the address could stand in two places"),
    /** sshd ends user names at a colon. */
    COLON("a user name with a colon cannot come from sshd");

    private final String text;

    Why(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether the message names somebody, but not unmistakably. */
    boolean isAmbiguous() {
        return this == CUT || this == COLON || this == TWO_READINGS;
    }
}
