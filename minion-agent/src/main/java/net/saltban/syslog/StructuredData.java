package net.saltban.syslog;

/** The structured data of RFC 5424 section 6.3: {@code -}, or {@code [id name="value" ...]} one or more times. */
final class StructuredData {
    private StructuredData() {}

    /** The place behind the structured data, or -1 if there is none well-formed. A value may hold {@code \"}, {@code \\} and {@code \]}. */
    static int skip(byte[] b, int at, int end) {
        if (at < end && b[at] == '-') {
            return at + 1 == end || b[at + 1] == ' ' ? at + 1 : -1;
        }
        int i = at;
        while (i < end && b[i] == '[') {
            i = skipElement(b, i + 1, end);
            if (i < 0) {
                return -1;
            }
        }
        return i > at && (i == end || b[i] == ' ') ? i : -1;
    }

    private static int skipElement(byte[] b, int at, int end) {
        boolean quoted = false;
        for (int i = at; i < end; i++) {
            byte c = b[i];
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ']' && !quoted) {
                return i + 1;
            }
        }
        return -1;
    }
}
