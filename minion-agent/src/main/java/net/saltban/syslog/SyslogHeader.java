package net.saltban.syslog;

import java.nio.charset.StandardCharsets;

/**
 * The prefix of one log line: time, host, tag, pid, and where the message begins and ends. Used again for each line; it points into
 * the buffer that was read and copies nothing.
 *
 * <p>Shapes, {@code TAG} being {@code name: }, {@code name[pid]: } or metalog's {@code [name] }:
 *
 * <pre>
 * [BOM][@tai64n [auth.info: ]][&lt;38&gt;]STAMP [&lt;auth.info&gt; ][HOST ]TAG[[ID 800047 auth.info] ]MESSAGE
 * STAMP [HOST ]auth.info TAGMESSAGE                              Busybox
 * STAMP auth.info: STAMP [HOST ]TAGMESSAGE                       socklog; the inner stamp counts
 * [&lt;38&gt;][1 ]STAMP HOST NAME PID|- MSGID -|[SD...] [BOM]MESSAGE   RFC 5424; also without what stands before the stamp
 * </pre>
 *
 * <p>The tag stands at its place and is never searched for: a message that holds {@code sshd[9]: } stays a message.
 * Colours (ECMA-48 SGR) around the message, blanks and a carriage return at the end are no part of it.
 */
public final class SyslogHeader {
    /** There is no pid in the line. */
    public static final long NO_PID = -1;

    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int TAI64N_LENGTH = 25;
    private static final byte[] LAST_MESSAGE = "last message repeated ".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] SYSLOGD = "syslogd: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIMES = " times".getBytes(StandardCharsets.US_ASCII);

    private final Stamp stamp = new Stamp();
    private final LineForm form = new LineForm();
    private int stampFrom;
    private int stampTo;
    private int hostFrom;
    private int hostTo;
    private int tagFrom;
    private int tagTo;
    private long pid;
    private int messageFrom;
    private int messageTo;

    /** Reads the prefix of a line; whether it has one with stamp and tag. If not, nothing else may be asked. */
    public boolean read(byte[] b, int from, int to) {
        messageTo = trimmedEnd(b, from, to);
        if (form.fits(b, from, messageTo) && readAgain(b, from)) {
            return true;
        }
        form.forget();
        boolean read = readWhole(b, from);
        if (read && stamp.isCivil()) {
            form.learn(b, from, this, stamp.timeFrom());
        }
        return read;
    }

    /**
     * Passes over lines that surely are other programs', told by a look at stamp, host and tag: {@link #read} would find a prefix whose tag begins
     * neither as a name of sshd or Dropbear does nor as syslogd's own. Nothing else may be asked of them.
     */
    public void passOthers(LineCursor cursor) {
        cursor.passOthers(form);
    }

    /** Reads a line of the form of the line before. */
    private boolean readAgain(byte[] b, int from) {
        int at = from + form.length();
        if (!tag(b, at) || tagFrom != at) {
            return false;
        }
        int moved = from - stampFrom;
        stampFrom += moved;
        stampTo += moved;
        hostFrom += moved;
        hostTo += moved;
        stamp.move(form.secondOfHour(b, from), form.nano(b, from));
        return true;
    }

    private boolean readWhole(byte[] b, int from) {
        int at = skipBom(b, from, messageTo);
        int behindTai = skipTai64n(b, at, messageTo);
        at = behindTai == at ? at : skipFacility(b, behindTai);
        at = Priority.skipInAngles(b, at, messageTo);
        boolean versioned = at + 2 < messageTo && b[at] == '1' && b[at + 1] == ' ';
        at = readStamp(b, versioned ? at + 2 : at);
        if (at < 0) {
            return false;
        }
        at = Priority.skipInAngles(b, at, messageTo);
        at = Ascii.skipBlanks(b, at, messageTo);
        int inner = skipFacility(b, at);
        at = inner == at ? at : readStamp(b, inner);
        return at >= 0 && readTag(b, at, Ascii.skipToken(b, at, messageTo));
    }

    /** The place behind {@code auth.info: }, or {@code at}. */
    private int skipFacility(byte[] b, int at) {
        int end = Ascii.skipToken(b, at, messageTo);
        boolean facility = end - at > 2 && b[end - 1] == ':' && Priority.isName(b, at, end - 1);
        return facility ? Ascii.skipBlanks(b, end, messageTo) : at;
    }

    private int readStamp(byte[] b, int at) {
        stampFrom = at;
        int behind = stamp.read(b, at, messageTo);
        if (behind < 0 || behind >= messageTo || !Ascii.isBlank(b[behind])) {
            return -1;
        }
        stampTo = behind;
        return Ascii.skipBlanks(b, behind, messageTo);
    }

    /** The tag is the first token behind the stamp, or the second if the first is a host; a facility may stand before it. */
    private boolean readTag(byte[] b, int at, int firstEnd) {
        hostFrom = at;
        hostTo = at;
        if (tag(b, at)) {
            return true;
        }
        if (Priority.isName(b, at, firstEnd)) {
            return tag(b, Ascii.skipBlanks(b, firstEnd, messageTo));
        }
        hostTo = firstEnd;
        int second = Ascii.skipBlanks(b, firstEnd, messageTo);
        if (tag(b, second)) {
            return true;
        }
        int secondEnd = Ascii.skipToken(b, second, messageTo);
        if (Priority.isName(b, second, secondEnd)) {
            return tag(b, Ascii.skipBlanks(b, secondEnd, messageTo));
        }
        return protocol5424(b, second, secondEnd);
    }

    /** {@code name: }, {@code name[pid]:}, {@code [name] } or {@code [name]: } at a place. */
    private boolean tag(byte[] b, int at) {
        if (at >= messageTo) {
            return false;
        }
        if (b[at] == '[') {
            return metalog(b, at);
        }
        int i = tagEnd(b, at);
        if (i == at || i == messageTo || Ascii.isBlank(b[i])) {
            return false;
        }
        tagFrom = at;
        tagTo = i;
        pid = NO_PID;
        int colon = i;
        if (b[i] == '[') {
            colon = Ascii.skipDigits(b, i + 1, messageTo) + 1;
            pid = Ascii.number(b, i + 1, colon - 1);
            if (pid < 0 || colon >= messageTo || b[colon - 1] != ']' || b[colon] != ':') {
                return false;
            }
        } else if (colon + 1 < messageTo && !Ascii.isBlank(b[colon + 1])) {
            return false;
        }
        return message(b, colon + 1);
    }

    /** A colon ends a tag, except within the name of a unit's instance: {@code ssh@3-192.0.2.1:22-198.51.100.7:40022.service[9]:}. */
    private int tagEnd(byte[] b, int at) {
        boolean instance = false;
        int i = at;
        while (i < messageTo && b[i] != '[' && !Ascii.isBlank(b[i])) {
            boolean goesOn = instance && i + 1 < messageTo && !Ascii.isBlank(b[i + 1]);
            if (b[i] == ':' && !goesOn) {
                return i;
            }
            instance |= b[i] == '@';
            i++;
        }
        return i;
    }

    private boolean metalog(byte[] b, int at) {
        int i = at + 1;
        while (i < messageTo && b[i] != ']' && !Ascii.isBlank(b[i])) {
            i++;
        }
        if (i == at + 1 || i >= messageTo || b[i] != ']') {
            return false;
        }
        tagFrom = at + 1;
        tagTo = i;
        pid = NO_PID;
        int behind = i + 1 < messageTo && b[i + 1] == ':' ? i + 2 : i + 1;
        return behind < messageTo && Ascii.isBlank(b[behind]) && message(b, behind);
    }

    private boolean protocol5424(byte[] b, int name, int nameEnd) {
        int process = nameEnd + 1;
        if (process >= messageTo || b[nameEnd] != ' ') {
            return false;
        }
        int processEnd = Ascii.skipToken(b, process, messageTo);
        pid = Ascii.number(b, process, processEnd);
        boolean none = processEnd == process + 1 && b[process] == '-';
        int id = processEnd + 1;
        if (pid < 0 && !none || id >= messageTo) {
            return false;
        }
        int idEnd = Ascii.skipToken(b, id, messageTo);
        int behind = idEnd == id ? -1 : StructuredData.skip(b, idEnd + 1, messageTo);
        if (behind < 0) {
            return false;
        }
        tagFrom = name;
        tagTo = nameEnd;
        return message(b, skipBom(b, Ascii.skipBlanks(b, behind, messageTo), messageTo));
    }

    private boolean message(byte[] b, int at) {
        int i = Ascii.skipBlanks(b, at, messageTo);
        i = skipColours(b, i, messageTo);
        messageFrom = Priority.skipSolaris(b, i, messageTo);
        return true;
    }

    private static int skipBom(byte[] b, int at, int end) {
        return at < end && b[at] == BOM[0] && Ascii.startsWith(b, at, end, BOM) ? at + BOM.length : at;
    }

    /** multilog's {@code @400000004a32c0d41c2cb4e4 }. */
    private static int skipTai64n(byte[] b, int at, int end) {
        if (at + TAI64N_LENGTH >= end || b[at] != '@' || b[at + TAI64N_LENGTH] != ' ') {
            return at;
        }
        for (int i = at + 1; i < at + TAI64N_LENGTH; i++) {
            if (!Ascii.isDigit(b[i]) && (b[i] < 'a' || b[i] > 'f')) {
                return at;
            }
        }
        return at + TAI64N_LENGTH + 1;
    }

    private static int skipColours(byte[] b, int at, int end) {
        int i = at;
        while (i + 2 < end && b[i] == 0x1b && b[i + 1] == '[') {
            int close = i + 2;
            while (close < end && (Ascii.isDigit(b[close]) || b[close] == ';')) {
                close++;
            }
            if (close == end || b[close] != 'm') {
                return i;
            }
            i = close + 1;
        }
        return i;
    }

    private static int trimmedEnd(byte[] b, int from, int to) {
        int end = to;
        while (end > from) {
            byte last = b[end - 1];
            if (last == ' ' || last == '\r' || last == '\n' || last == '\t') {
                end--;
            } else if (last == 'm') {
                int colour = colourStart(b, from, end);
                if (colour < 0) {
                    return end;
                }
                end = colour;
            } else {
                return end;
            }
        }
        return end;
    }

    /** Where the colour that ends at a place begins, or -1. */
    private static int colourStart(byte[] b, int from, int end) {
        int i = end - 2;
        while (i > from && (Ascii.isDigit(b[i]) || b[i] == ';')) {
            i--;
        }
        return i > from && b[i] == '[' && b[i - 1] == 0x1b ? i - 1 : -1;
    }

    /**
     * How often a syslog daemon says that the line before came again, in a line of its own behind stamp, host and perhaps its own tag
     * ({@code last message repeated 2 times}); 0 if the line says no such thing. Makes what {@link #read} found void.
     */
    public int lastMessageRepeated(byte[] b, int from, int to) {
        int end = trimmedEnd(b, from, to);
        if (end - from < TIMES.length || !Ascii.startsWith(b, end - TIMES.length, end, TIMES)) {
            return 0;
        }
        form.forget();
        messageTo = end;
        int at = readStamp(b, Priority.skipInAngles(b, from, end));
        if (at < 0) {
            return 0;
        }
        hostFrom = at;
        hostTo = at;
        if (!Ascii.startsWith(b, at, end, LAST_MESSAGE) && !Ascii.startsWith(b, at, end, SYSLOGD)) {
            hostTo = Ascii.skipToken(b, at, end);
            at = Ascii.skipBlanks(b, hostTo, end);
        }
        if (Ascii.startsWith(b, at, end, SYSLOGD)) {
            at += SYSLOGD.length;
        }
        if (!Ascii.startsWith(b, at, end, LAST_MESSAGE)) {
            return 0;
        }
        int digits = at + LAST_MESSAGE.length;
        int behind = Ascii.skipDigits(b, digits, end);
        long count = Ascii.number(b, digits, behind);
        boolean times = Ascii.equals(b, behind, end, TIMES);
        return count > 0 && count < 1_000_000 && times ? (int) count : 0;
    }

    /** The stamp, until the next line is read. */
    public Stamp stamp() {
        return stamp;
    }

    /** Where the stamp begins. */
    public int stampFrom() {
        return stampFrom;
    }

    /** Where the stamp ends. */
    public int stampTo() {
        return stampTo;
    }

    /** Where the host's name begins; an empty range if the line has none. */
    public int hostFrom() {
        return hostFrom;
    }

    /** Where the host's name ends. */
    public int hostTo() {
        return hostTo;
    }

    /** Where the program's name begins. */
    public int tagFrom() {
        return tagFrom;
    }

    /** Where the program's name ends. */
    public int tagTo() {
        return tagTo;
    }

    /** The process that wrote the message, or {@link #NO_PID}. */
    public long pid() {
        return pid;
    }

    /** Where the message begins. */
    public int messageFrom() {
        return messageFrom;
    }

    /** Where the message ends. */
    public int messageTo() {
        return messageTo;
    }
}
