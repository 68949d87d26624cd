package net.saltban.sshd;

import net.saltban.syslog.Literal;

/**
 * One form of message, anchored at both ends, and where in it the peer stands.
 *
 * <p>At most one part of a shape, its gap, is text of the peer's choice with something behind it. What stands before the gap is
 * matched from the left. What stands behind it, the tail, is looked for
 *
 * <ul>
 *   <li>from the right, if the tail reaches the end of the message: whatever the gap holds, the last match is sshd's own;
 *   <li>from the left, if the tail ends in more of the peer's text: then sshd prints a colon before that text, and a user name never holds
 *       one (auth2.c cuts it there), so the first match is sshd's own.
 * </ul>
 *
 * Both are linear: a tail holds no second gap, and a try that fails ends within one token.
 */
final class Shape {
    /** sshd passes at most this many bytes of a message to syslog (log.c, {@code "%.500s"}, 3.6 to 10.5). */
    static final int MESSAGE_BYTES_MAX = 500;

    private final String text;
    private final Element[] head;
    private final Gap gap;
    private final Element[] tail;
    private final Literal anchor;
    private final boolean fromLeft;
    private final boolean openEnd;
    private final boolean addressInTail;
    private final boolean preauth;

    enum Gap {
        /** None: every part is sshd's own, but for what may stand at the end. */
        NONE(0),
        /** A user name, which holds no colon, printed by {@code "%.100s"}. */
        USER(100),
        /** A user name, which holds no colon, in what packet.c prints of a connection: 200 bytes with {@code "invalid user "}. */
        LONG_USER(187),
        /** A user name that may hold anything. */
        RAW_USER(100),
        /** Other text; the longest is libwrap's, 128 bytes for the user and for the host. */
        TEXT(257);

        private final int bytesMax;

        Gap(int bytesMax) {
            this.bytesMax = bytesMax;
        }

        /** Bytes that it can hold, before escaping. */
        int bytesMax() {
            return bytesMax;
        }
    }

    Shape(
            String text,
            Element[] head,
            Gap gap,
            Element[] tail,
            Literal anchor,
            boolean openEnd,
            boolean addressInTail,
            boolean preauth) {
        this.text = text;
        this.head = head;
        this.gap = gap;
        this.tail = tail;
        this.anchor = anchor;
        this.fromLeft = gap != Gap.NONE && openEnd;
        this.openEnd = openEnd;
        this.addressInTail = addressInTail;
        this.preauth = preauth;
    }

    /** Whether the peer is found from the left end of the gap; else from the right, or there is no gap. */
    boolean isFromLeft() {
        return fromLeft;
    }

    boolean hasGapBeforeAddress() {
        return gap != Gap.NONE && addressInTail;
    }

    /**
     * Whether a message goes on in this shape. If so, {@code into} tells where its parts are, and {@code into.why} why its address must not be
     * trusted, or {@link Why#PEER} if nothing here speaks against it. If not, {@code into.why} is {@link Why#CUT} if the message began so and
     * has lost its end.
     *
     * @param from where the shape begins: behind its opening, if that was looked at before
     * @param to end of the message without the suffix {@code [preauth]}
     * @param isPreauth whether it had that suffix
     */
    boolean match(byte[] b, int from, int to, boolean isPreauth, Reading into) {
        int at = Element.matchAll(head, b, from, to, into);
        if (at < 0) {
            return false;
        }
        into.open |= openEnd || gap != Gap.NONE;
        boolean complete = isPreauth || !preauth;
        if (gap == Gap.NONE) {
            into.why = Why.PEER;
            return complete && at == to;
        }
        int tailAt = !complete ? Element.NO : fromLeft ? first(b, at, to, into) : last(b, at, to, into);
        if (tailAt < 0) {
            boolean lost = addressInTail && into.messageTo - into.messageFrom >= MESSAGE_BYTES_MAX;
            into.why = lost ? Why.CUT : into.why;
            return false;
        }
        noteGap(at, tailAt, into);
        into.why = trust(b, at, tailAt, into);
        return true;
    }

    private int first(byte[] b, int at, int to, Reading into) {
        byte begin = anchor.first();
        for (int i = at; i <= to - anchor.length(); i++) {
            if (b[i] == begin && tailMatches(b, i, to, into)) {
                return i;
            }
        }
        return Element.NO;
    }

    private int last(byte[] b, int at, int to, Reading into) {
        byte begin = anchor.first();
        for (int i = to - anchor.length(); i >= at; i--) {
            if (b[i] == begin && tailMatches(b, i, to, into)) {
                return i;
            }
        }
        return Element.NO;
    }

    private boolean tailMatches(byte[] b, int at, int to, Reading into) {
        if (!anchor.isAt(b, at, to)) {
            return false;
        }
        if (addressInTail) {
            into.clearAddress();
        }
        return Element.matchAll(tail, b, at + anchor.length(), to, into) == to;
    }

    private void noteGap(int from, int to, Reading into) {
        if (gap == Gap.TEXT) {
            if (into.textTo == into.textFrom) {
                into.textFrom = from;
                into.textTo = to;
            }
        } else {
            into.userFrom = from;
            into.userTo = to;
        }
    }

    private Why trust(byte[] b, int gapFrom, int gapTo, Reading into) {
        if (!addressInTail) {
            return Why.PEER;
        }
        if (mayBeCut(b, gapFrom, gap.bytesMax, into.messageFrom, into.messageTo)) {
            return Why.CUT;
        }
        if (gap == Gap.USER || gap == Gap.LONG_USER) {
            for (int i = gapFrom; i < gapTo; i++) {
                if (b[i] == ':') {
                    return Why.COLON;
                }
            }
        }
        return Why.PEER;
    }

    /**
     * Whether the end of a message may be text of the peer, sshd's own end being cut off. A message of 500 bytes may; so may a
     * shorter one whose last bytes were spaces, since journald strips them: then everything from the gap on, and those spaces, were the
     * peer's text, which has a bound of its own, before escaping.
     */
    static boolean mayBeCut(byte[] b, int gapFrom, int gapBytesMax, int messageFrom, int messageTo) {
        int missing = MESSAGE_BYTES_MAX - (messageTo - messageFrom);
        if (missing <= 0) {
            return true;
        }
        return missing < gapBytesMax && unescapedAtLeast(b, gapFrom, messageTo) + missing <= gapBytesMax;
    }

    /** A lower bound for the bytes that an escaped range stands for: {@code \200} and {@code \\200} are one, as is any {@code \c}. */
    private static int unescapedAtLeast(byte[] b, int from, int to) {
        int bytes = 0;
        int i = from;
        while (i < to) {
            if (b[i] == '\\') {
                while (i < to && b[i] == '\\') {
                    i++;
                }
                int digits = Math.min(to, i + 3);
                int start = i;
                while (i < digits && b[i] >= '0' && b[i] <= '7') {
                    i++;
                }
                if (i == start) {
                    i++;
                }
            } else {
                i++;
            }
            bytes++;
        }
        return bytes;
    }

    /** The text of the table that describes this shape. */
    @Override
    public String toString() {
        return text;
    }
}
