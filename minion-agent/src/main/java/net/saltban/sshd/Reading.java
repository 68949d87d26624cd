package net.saltban.sshd;

import net.saltban.address.IpAddress;

/**
 * What one message says: its signature, and where its parts stand in the buffer. Used again for each message; a range that is not
 * in the message is empty.
 */
final class Reading {
    private static final int NONE = -1;

    Signature signature = Signature.NONE;
    Why why = Why.UNKNOWN;

    /** Whether the message began as a signature does, but went on otherwise, or ends in text of the peer's choice. */
    boolean open;

    int messageFrom;
    int messageTo;

    /** How many messages this one stands for. */
    int repeat;

    /** How many attempts PAM sums up in it. */
    int count;

    int addressFrom;
    int addressTo;
    int userFrom;
    int userTo;
    int methodFrom;
    int methodTo;
    int keyFrom;
    int keyTo;

    /** Text that the peer chose, other than the user. */
    int textFrom;

    int textTo;

    /** Our own address. */
    int ownFrom;

    int ownTo;

    /** The peer's port, or -1. */
    int port;

    /** The process that the message names, or -1. */
    long process;

    long high;
    long low;

    void begin(int from, int to) {
        signature = Signature.NONE;
        why = Why.UNKNOWN;
        open = false;
        messageFrom = from;
        messageTo = to;
        repeat = 1;
        clear();
    }

    /** Forgets what a shape that did not match in the end has left. */
    void clear() {
        count = 1;
        userFrom = 0;
        userTo = 0;
        methodFrom = 0;
        methodTo = 0;
        keyFrom = 0;
        keyTo = 0;
        process = NONE;
        clearAddress();
    }

    /** Forgets the address and what stands behind it. */
    void clearAddress() {
        addressFrom = 0;
        addressTo = 0;
        port = NONE;
        textFrom = 0;
        textTo = 0;
        ownFrom = 0;
        ownTo = 0;
    }

    /** Takes over what a phrase has found. */
    void take(Reading other) {
        signature = other.signature;
        why = other.why;
        repeat = other.repeat;
        addressFrom = other.addressFrom;
        addressTo = other.addressTo;
        userFrom = other.userFrom;
        userTo = other.userTo;
        high = other.high;
        low = other.low;
        count = 1;
        port = NONE;
        methodFrom = 0;
        methodTo = 0;
    }

    boolean endsInPeerText(int end) {
        return textTo == end || userTo == end || keyTo == end;
    }

    boolean hasAddress() {
        return addressTo > addressFrom;
    }

    /** Whether the peer is known beyond doubt. */
    boolean hasPeer() {
        return why == Why.PEER;
    }

    /** Whether the message blames or admits its peer. */
    boolean isTelling() {
        return hasPeer() && signature.says() != Says.OTHER;
    }

    /** Whether the message would blame or admit somebody, but has two readings. */
    boolean isAmbiguous() {
        return why.isAmbiguous() && signature.says() != Says.OTHER;
    }

    IpAddress peer() {
        return new IpAddress(high, low);
    }
}
