package net.saltban.syslog;

/** Reading ASCII in a byte buffer: what parsers of log lines share. No method allocates. */
public final class Ascii {
    private static final int NUMBER_DIGITS_MAX = 10;

    private Ascii() {}

    /** Whether a literal stands at a place, within the end. */
    public static boolean startsWith(byte[] buffer, int at, int end, byte[] literal) {
        if (literal.length > end - at) {
            return false;
        }
        for (int i = 0; i < literal.length; i++) {
            if (buffer[at + i] != literal[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a range is exactly a literal. */
    public static boolean equals(byte[] buffer, int from, int to, byte[] literal) {
        return to - from == literal.length && startsWith(buffer, from, to, literal);
    }

    /** Whether a byte is {@code 0} to {@code 9}. */
    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Whether a byte is a space or a tab. */
    public static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The first place from {@code at} on that holds no digit. */
    public static int skipDigits(byte[] buffer, int at, int end) {
        int i = at;
        while (i < end && isDigit(buffer[i])) {
            i++;
        }
        return i;
    }

    /** The first place from {@code at} on that holds no blank. */
    public static int skipBlanks(byte[] buffer, int at, int end) {
        int i = at;
        while (i < end && isBlank(buffer[i])) {
            i++;
        }
        return i;
    }

    /** The first place from {@code at} on that holds a blank, or the end. */
    public static int skipToken(byte[] buffer, int at, int end) {
        int i = at;
        while (i < end && !isBlank(buffer[i])) {
            i++;
        }
        return i;
    }

    /** The number that a range of 1 to 10 digits holds, or -1 if it holds anything else. */
    public static long number(byte[] buffer, int from, int to) {
        if (to <= from || to - from > NUMBER_DIGITS_MAX) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(buffer[i])) {
                return -1;
            }
            value = value * 10 + (buffer[i] - '0');
        }
        return value;
    }
}
