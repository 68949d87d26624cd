package net.saltban.syslog;

import java.util.Arrays;

/**
 * Stamp and host of the line before, for the next line that has the same ones but for minutes, seconds and fraction: most lines of a log. What
 * stands here was read in full once, and a line is taken for one of the same form only if each byte that is not a digit of these is the same, and
 * those are digits that make a time; so it would be read in full to the same end. Compared eight bytes at a time.
 */
final class LineForm {
    /** Longest form that is kept. */
    private static final int BYTES_MAX = 128;

    private static final long HIGH_HALVES = Words.of(0xf0);
    private static final long SIXES = Words.of(6);
    private static final long ZEROS = Words.of('0');
    private static final long BOTH_ZEROS = Words.of(0x33);

    private final byte[] text = new byte[BYTES_MAX];
    private final byte[] digits = new byte[BYTES_MAX];
    private final long[] words = new long[BYTES_MAX / Long.BYTES];
    private final long[] fixed = new long[BYTES_MAX / Long.BYTES];
    private final long[] varying = new long[BYTES_MAX / Long.BYTES];
    private int length;
    private int minutesAt;
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
     * @param timeFrom where the stamp's {@code 03:04:05} stands
     */
    void learn(byte[] b, int from, SyslogHeader header, int timeFrom) {
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
        minutesAt = timeFrom + 3 - from;
        secondsAt = timeFrom + 6 - from;
        int at = timeFrom + 8;
        boolean fraction = at < header.stampTo() && (b[at] == '.' || b[at] == ',');
        fractionAt = (fraction ? at + 1 : at) - from;
        fractionTo = fraction ? Ascii.skipDigits(b, at + 1, header.stampTo()) - from : fractionAt;
        length = hostTo + 1 - from;
        System.arraycopy(b, from, text, 0, length);
        Arrays.fill(text, length, BYTES_MAX, (byte) 0);
        cutIntoWords();
    }

    private void cutIntoWords() {
        Arrays.fill(digits, (byte) 0);
        Arrays.fill(digits, minutesAt, minutesAt + 2, (byte) -1);
        Arrays.fill(digits, secondsAt, secondsAt + 2, (byte) -1);
        Arrays.fill(digits, fractionAt, fractionTo, (byte) -1);
        for (int i = 0; i * Long.BYTES < length; i++) {
            int at = i * Long.BYTES;
            int behind = at + Long.BYTES - length;
            long ours = behind > 0 ? -1L >>> behind * Byte.SIZE : -1L;
            varying[i] = Words.at(digits, at);
            fixed[i] = ours & ~varying[i];
            words[i] = Words.at(text, at) & fixed[i];
        }
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

    /** Whether a line has this form, and something behind it. The buffer may be read beyond the line. */
    boolean fits(byte[] b, int from, int to) {
        int at = from;
        int end = from + length;
        if (length == 0 || to <= end || b[from + minutesAt] > '5' || b[from + secondsAt] > '5') {
            return false;
        }
        int i = 0;
        while (at < end && at + Long.BYTES <= b.length) {
            long word = Words.at(b, at);
            boolean fits = varying[i] == 0 ? (word & fixed[i]) == words[i] : fitsWithDigits(word, i);
            if (!fits) {
                return false;
            }
            at += Long.BYTES;
            i++;
        }
        return at >= end || fitsWithDigits(lastWord(b, at, end), i);
    }

    private boolean fitsWithDigits(long word, int i) {
        // Digits stay, all else becomes zeros; a digit's upper half is 3, also when 6 is added.
        long d = word & varying[i] | ZEROS & ~varying[i];
        long halves = d & HIGH_HALVES | (d + SIXES & HIGH_HALVES) >>> 4;
        return (word & fixed[i] ^ words[i] | halves ^ BOTH_ZEROS) == 0;
    }

    /** The last word of the buffer, whose bytes behind the form are missing. */
    private static long lastWord(byte[] b, int at, int end) {
        long word = 0;
        for (int k = end - 1; k >= at; k--) {
            word = word << Byte.SIZE | b[k] & 255;
        }
        return word;
    }

    /** Length of stamp and host with the space behind each; 0 if nothing is kept. */
    int length() {
        return length;
    }

    /** The second of the hour in a line of this form. */
    int secondOfHour(byte[] b, int from) {
        return number(b, from + minutesAt, from + minutesAt + 2) * 60
                + number(b, from + secondsAt, from + secondsAt + 2);
    }

    /** The nanoseconds in a line of this form. */
    int nano(byte[] b, int from) {
        int value = number(b, from + fractionAt, from + fractionTo);
        for (int places = fractionTo - fractionAt; places < 9; places++) {
            value *= 10;
        }
        return value;
    }

    private static int number(byte[] b, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + b[i] - '0';
        }
        return value;
    }
}
