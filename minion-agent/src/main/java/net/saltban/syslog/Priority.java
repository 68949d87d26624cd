package net.saltban.syslog;

import java.nio.charset.StandardCharsets;

/**
 * Facility and severity where a syslog daemon writes them into the line: {@code <38>} (RFC 3164, RFC 5424), {@code <4.6>} and
 * {@code <auth.info>} (FreeBSD), {@code auth.info} (Busybox, socklog), {@code [ID 800047 auth.info]} (Solaris). Their value is not used.
 */
final class Priority {
    private static final byte[][] FACILITIES = names(
            "auth",
            "authpriv",
            "security",
            "daemon",
            "user",
            "syslog",
            "kern",
            "cron",
            "mail",
            "news",
            "lpr",
            "uucp",
            "ftp",
            "ntp",
            "console",
            "audit",
            "mark",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    private static final byte[][] SEVERITIES =
            names("emerg", "panic", "alert", "crit", "err", "error", "warn", "warning", "notice", "info", "debug");

    private static final byte[] SOLARIS = "[ID ".getBytes(StandardCharsets.US_ASCII);
    private static final int IN_ANGLES_MAX = 20;

    private Priority() {}

    /** The place behind {@code <38>} or {@code <auth.info>}, or {@code at} if there is neither. */
    static int skipInAngles(byte[] b, int at, int end) {
        if (at >= end || b[at] != '<') {
            return at;
        }
        int close = at + 1;
        while (close < end && close - at <= IN_ANGLES_MAX && b[close] != '>') {
            close++;
        }
        if (close >= end || b[close] != '>') {
            return at;
        }
        boolean known = Ascii.number(b, at + 1, close) >= 0 || isNumbers(b, at + 1, close) || isName(b, at + 1, close);
        return known ? close + 1 : at;
    }

    /** The place behind Solaris's {@code [ID 800047 auth.info] }, or {@code at} if it is not there. */
    static int skipSolaris(byte[] b, int at, int end) {
        if (!Ascii.startsWith(b, at, end, SOLARIS)) {
            return at;
        }
        int digits = Ascii.skipDigits(b, at + SOLARIS.length, end);
        if (digits == at + SOLARIS.length || digits == end || b[digits] != ' ') {
            return at;
        }
        int close = Ascii.skipToken(b, digits + 1, end) - 1;
        return b[close] == ']' && isName(b, digits + 1, close) ? Ascii.skipBlanks(b, close + 1, end) : at;
    }

    /** Whether a range is a name such as {@code auth.info}. */
    static boolean isName(byte[] b, int from, int to) {
        int point = point(b, from, to);
        return point > from && isIn(FACILITIES, b, from, point) && isIn(SEVERITIES, b, point + 1, to);
    }

    /** Whether a range is a pair such as {@code 4.6}. */
    private static boolean isNumbers(byte[] b, int from, int to) {
        int point = point(b, from, to);
        return point > from && Ascii.number(b, from, point) >= 0 && Ascii.number(b, point + 1, to) >= 0;
    }

    private static int point(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isIn(byte[][] names, byte[] b, int from, int to) {
        for (byte[] name : names) {
            if (Ascii.equals(b, from, to, name)) {
                return true;
            }
        }
        return false;
    }

    private static byte[][] names(String... names) {
        byte[][] bytes = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            bytes[i] = names[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }
}
