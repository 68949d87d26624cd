package net.saltban.sshd;

import java.nio.charset.StandardCharsets;

import net.saltban.syslog.Ascii;

/**
 * A message that an operator wants to count as a failed attempt, of any program that writes through syslog.
 *
 * <pre>
 * Failed password for
 * dovecot: imap-login: Disconnected (auth failed, &lt;ANY&gt;): user=&lt;USER&gt;, &lt;ANY&gt;rip=&lt;ADDR&gt;, &lt;ANY&gt;
 * </pre>
 *
 * <p>A phrase without placeholders is the beginning of a message of sshd; the address is the one that the signatures find in it.
 *
 * <p>A phrase with placeholders is the whole message: {@code <ADDR>} once, {@code <USER>} at most once, {@code <ANY>} as often as
 * needed; all else is literal. A word with a colon and a space in front is the tag of the program; without it the program is sshd.
 * A message in which the address could stand in two places blames nobody. Time is linear in the message, whatever it holds.
 */
public final class Phrase {
    /** Characters of a phrase. */
    static final int CHARS_MAX = 256;

    /** Program of a phrase that names none. */
    static final String SSHD = "sshd";

    /** Syslog relays cut lines at 1024 bytes, prefix included (RFC 3164 section 4.1). */
    private static final int RELAYED_BYTES_MAX = 900;

    private static final int ADDRESS_BYTES_MAX = 64;
    private static final byte[] COLON = {':'};

    private final String text;
    private final String tag;
    private final boolean plain;
    private final PhraseParts parts;

    /** What a message is to a phrase. */
    enum Match {
        /** Another message. */
        NO,
        /** Its message; the address stands in one place. */
        YES,
        /** Its message, but the address could stand in two places, or may have been cut off. */
        AMBIGUOUS
    }

    Phrase(String text, String tag, boolean plain, PhraseParts parts) {
        this.text = text;
        this.tag = tag;
        this.plain = plain;
        this.parts = parts;
    }

    /**
     * Reads a phrase.
     *
     * @throws IllegalArgumentException if it is none; the message says what to change
     */
    public static Phrase parse(String text) {
        return PhraseText.parse(text);
    }

    /** Whether this is the beginning of a message of sshd, and no more. */
    boolean isPlain() {
        return plain;
    }

    /** The program whose messages it matches. */
    public String tag() {
        return tag;
    }

    /** Whether a message begins with this plain phrase. */
    boolean begins(byte[] b, int from, int to) {
        return Ascii.startsWith(b, from, to, parts.before(0));
    }

    /** Looks for the address in a message; {@code into} tells where address and user stand, if the answer is {@link Match#YES}. */
    Match match(byte[] b, int from, int to, Reading into) {
        int first = from;
        int candidate = parts.beforeCount() - 1;
        for (int i = 0; i < candidate; i++) {
            byte[] literal = parts.before(i);
            int at = i == 0 && !parts.gapFirst() ? anchored(b, from, to, literal) : forward(b, first, to, literal);
            if (at < 0) {
                return Match.NO;
            }
            noteUser(i, first, at, into);
            first = at + literal.length;
        }
        int last = to;
        for (int i = parts.afterCount() - 1; i > 0; i--) {
            byte[] literal = parts.after(i);
            boolean fixed = i == parts.afterCount() - 1 && !parts.gapLast();
            last = fixed
                    ? anchored(b, Math.max(first, last - literal.length), last, literal)
                    : backward(b, first, last, literal);
            if (last < 0) {
                return Match.NO;
            }
        }
        Match match = candidates(b, first, last, into);
        if (match != Match.YES) {
            return match;
        }
        noteUserBehind(b, to, into);
        return mayBeCut(b, from, to) ? Match.AMBIGUOUS : Match.YES;
    }

    /** Looks at each place for the address between the parts that stand for sure. */
    private Match candidates(byte[] b, int first, int last, Reading into) {
        int index = parts.beforeCount() - 1;
        byte[] left = parts.before(index);
        boolean fixedStart = index == 0 && !parts.gapFirst();
        int end = fixedStart ? first : last - left.length;
        Match match = Match.NO;
        for (int i = first; i <= end; i++) {
            int start = i + left.length;
            int stop = Ascii.startsWith(b, i, last, left) ? addressEnd(b, start, last) : -1;
            if (stop < 0) {
                continue;
            }
            if (match == Match.YES && !sameText(b, start, stop, into)) {
                return Match.AMBIGUOUS;
            }
            if (match == Match.NO) {
                match = Match.YES;
                into.addressFrom = start;
                into.addressTo = stop;
                noteUser(index, first, i, into);
            }
        }
        return match;
    }

    /**
     * Where the address that begins at a place ends, what follows it being there. A colon behind it ends an IPv4 address and its port follows; an
     * IPv6 address would go on there, so it is not told.
     */
    private int addressEnd(byte[] b, int start, int last) {
        byte[] right = parts.after(0);
        int end = Element.Host.tokenEnd(b, start, Math.min(last, start + ADDRESS_BYTES_MAX));
        if (right.length > 0 && right[0] == ':') {
            end = forward(b, start, end, COLON);
        }
        boolean fixedEnd = parts.afterCount() == 1 && !parts.gapLast();
        boolean follows =
                end > start && Ascii.startsWith(b, end, last, right) && (!fixedEnd || end + right.length == last);
        return follows ? end : -1;
    }

    private boolean mayBeCut(byte[] b, int from, int to) {
        boolean peerTextBefore = parts.gapFirst() || parts.beforeCount() > 1;
        if (!peerTextBefore) {
            return false;
        }
        int gapFrom = parts.gapFirst() ? from : from + parts.before(0).length;
        return tag.equals(SSHD)
                ? Shape.mayBeCut(b, gapFrom, Shape.Gap.TEXT.bytesMax(), from, to)
                : to - from >= RELAYED_BYTES_MAX;
    }

    private void noteUser(int gap, int from, int to, Reading into) {
        if (gap == parts.userBefore()) {
            into.userFrom = from;
            into.userTo = to;
        }
    }

    private void noteUserBehind(byte[] b, int to, Reading into) {
        int at = into.addressTo + parts.after(0).length;
        for (int gap = 1; gap <= parts.userAfter(); gap++) {
            int next = gap < parts.afterCount() ? forward(b, at, to, parts.after(gap)) : to;
            if (next < 0) {
                return;
            }
            if (gap == parts.userAfter()) {
                into.userFrom = at;
                into.userTo = next;
                return;
            }
            at = next + parts.after(gap).length;
        }
    }

    private static boolean sameText(byte[] b, int from, int to, Reading into) {
        if (to - from != into.addressTo - into.addressFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (b[from + i] != b[into.addressFrom + i]) {
                return false;
            }
        }
        return true;
    }

    private static int anchored(byte[] b, int at, int to, byte[] literal) {
        return Ascii.startsWith(b, at, to, literal) ? at : -1;
    }

    private static int forward(byte[] b, int from, int to, byte[] literal) {
        for (int i = from; i <= to - literal.length; i++) {
            if (Ascii.startsWith(b, i, to, literal)) {
                return i;
            }
        }
        return -1;
    }

    private static int backward(byte[] b, int from, int to, byte[] literal) {
        for (int i = to - literal.length; i >= from; i--) {
            if (Ascii.startsWith(b, i, to, literal)) {
                return i;
            }
        }
        return -1;
    }

    static byte[] bytes(String literal) {
        return literal.getBytes(StandardCharsets.US_ASCII);
    }

    /** The phrase as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
