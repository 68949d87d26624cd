package net.saltban.sshd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes messages as sshd does (log.c, auth2.c, monitor.c): names end at a colon and are cut by their format, the message is cut at its
 * buffer, escaped, and cut at 500 bytes; what a child wrote before authentication is escaped twice from 5.9 to 10.2. Texts are Latin-1
 * strings, each character a byte.
 */
final class SshdPrinter {
    private static final int BUFFER = 1023;
    private static final int SYSLOG = 500;

    private SshdPrinter() {}

    /** What auth2.c keeps of the name that a peer sent. */
    static String name(String sent) {
        int colon = sent.indexOf(':');
        return (colon < 0 ? sent : sent.substring(0, colon)).replace("\0", "");
    }

    /** {@code %.Ns}. */
    static String cut(String text, int bytes) {
        return text.substring(0, Math.min(text.length(), bytes));
    }

    /** A message of the monitor or the listener. */
    static String monitor(String message) {
        return cut(escape(cut(message, BUFFER)), SYSLOG);
    }

    /** A message of the child before authentication. */
    static String child(String message, boolean escapedTwice) {
        String inner = cut(message, BUFFER);
        String relayed = (escapedTwice ? cut(escape(inner), BUFFER) : inner) + " [preauth]";
        return cut(escape(cut(relayed, BUFFER)), SYSLOG);
    }

    /** {@code strnvis(VIS_SAFE|VIS_OCTAL)}. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int special = "\n\r\t\b\u0007\u000b\f\\".indexOf(c);
            if (special >= 0) {
                out.append('\\').append("nrtbavf\\".charAt(special));
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                out.append('\\').append(c >> 6).append(c >> 3 & 7).append(c & 7);
            }
        }
        return cut(out.toString(), BUFFER);
    }

    /** What rsyslog makes of control characters that a program did not escape. */
    static String rsyslog(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f) {
                out.append('#').append(c >> 6).append(c >> 3 & 7).append(c & 7);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** What journald makes of a message: blanks at its end are lost. */
    static String journald(String message) {
        return message.stripTrailing();
    }

    static byte[] line(String tag, String message) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(("Jan  5 03:04:05 web1 " + tag + ": ").getBytes(StandardCharsets.US_ASCII));
        line.writeBytes(message.getBytes(StandardCharsets.ISO_8859_1));
        return line.toByteArray();
    }

    static String text(byte[] line) {
        return new String(Arrays.copyOf(line, line.length), StandardCharsets.ISO_8859_1);
    }
}
