package net.saltban.syslog;

import java.util.Arrays;

/**
 * Stamp and host of the line before, for the next line that has the same ones but for seconds and fraction: most lines of a log. What stands
 * here was read in full once, and a line is taken for one of the same form only if each byte that is not a digit of the seconds or of the
 * fraction is the same, and those are digits that make a time; so it would be read in full to the same end.
 */
final class LineForm {
    /** Longest form that is kept. */
    private static final int BYTES_MAX = 128;

    private final byte[] text = new byte[BYTES_MAX];
    private int length;
    private int secondsAt;
    private int fractionAt;
    private int fractionTo;

    /** Keeps nothing. */
    void forget() {
        length = 0;
    }

    /**
     * Keeps the form of a line whose prefix was read, if it is {@code STAMP HOST TAG} with one space between them; otherwise nothing.
     *
     * @param secondsFrom where the stamp's seconds stand
     */
    void learn(byte[] b, int from, SyslogHeader header, int secondsFrom) {
        length = 0;
        int hostFrom = header.hostFrom();
        int hostTo = header.hostTo();
        boolean plain = header.stampFrom() == from
                && hostFrom == header.stampTo() + 1
                && b[header.stampTo()] == ' '
                && header.tagFrom() == hostTo + 1
                && b[hostTo] == ' ';
        if (!plain || hostTo == hostFrom || hostTo + 1 - from > BYTES_MAX || !isName(b, hostFrom, hostTo)) {
            return;
        }
        secondsAt = secondsFrom - from;
        int at = secondsFrom + 2;
        boolean fraction = at < header.stampTo() && (b[at] == '.' || b[at] == ',');
        fractionAt = (fraction ? at + 1 : at) - from;
        fractionTo = fraction ? Ascii.skipDigits(b, at + 1, header.stampTo()) - from : fractionAt;
        length = hostTo + 1 - from;
        System.arraycopy(b, from, text, 0, length);
    }

    /** Whether nothing in a host's name can be taken for a tag or a priority. */
    private static boolean isName(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == ':' || b[i] == '[' || b[i] == '<') {
                return false;
            }
        }
        return true;
    }

    /** Whether a line has this form, and something behind it. */
    boolean fits(byte[] b, int from, int to) {
        if (length == 0 || to - from <= length) {
            return false;
        }
        int seconds = from + secondsAt;
        if (b[seconds] < '0' || b[seconds] > '5' || !Ascii.isDigit(b[seconds + 1])) {
            return false;
        }
        for (int i = from + fractionAt; i < from + fractionTo; i++) {
            if (!Ascii.isDigit(b[i])) {
                return false;
            }
        }
        return Arrays.equals(b, from, seconds, text, 0, secondsAt)
                && Arrays.equals(b, from + fractionTo, from + length, text, fractionTo, length)
                && (fractionTo == fractionAt || b[seconds + 2] == text[secondsAt + 2]);
    }

    /** Length of stamp and host with the space behind each. */
    int length() {
        return length;
    }

    /** The second of the minute in a line of this form. */
    int second(byte[] b, int from) {
        int at = from + secondsAt;
        return (b[at] - '0') * 10 + b[at + 1] - '0';
    }

    /** The nanoseconds in a line of this form. */
    int nano(byte[] b, int from) {
        int value = 0;
        for (int i = from + fractionAt; i < from + fractionTo; i++) {
            value = value * 10 + b[i] - '0';
        }
        for (int digits = fractionTo - fractionAt; digits < 9; digits++) {
            value *= 10;
        }
        return value;
    }
}
