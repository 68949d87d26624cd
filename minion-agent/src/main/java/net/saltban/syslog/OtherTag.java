package net.saltban.syslog;

/** Tells tags of programs that nobody here looks at, by a few words and without a loop over bytes: most lines of a log have one. */
final class OtherTag {
    private static final long BRACKETS = Words.of('[');
    private static final long COLONS = Words.of(':');
    private static final long BLANKS_BEHIND = Words.of(' ' + 1);
    private static final long ZEROS = Words.of('0');

    /** Added to a byte, it sets the highest bit if that is above 9. */
    private static final long ABOVE_NINE = Words.of(0x80 - 10);

    /** What is looked at from a place on; a line so near to the end of its block is read in full. */
    private static final int BYTES = 32;

    private OtherTag() {}

    /**
     * The place behind {@code name[pid]:} or {@code name:} at a place, if a blank follows the latter; -1 if none stands there for sure, if its
     * name has more than 16 bytes or its pid more than 8 digits, or if it begins as those do that are looked at: sshd, ssh, dropbear, syslogd.
     */
    static int end(byte[] b, int at, int to) {
        if (at + BYTES > to) {
            return -1;
        }
        long word = Words.at(b, at);
        if (isOurs(word)) {
            return -1;
        }
        int i = at + Words.index(ends(word));
        if (i == at + Long.BYTES) {
            i += Words.index(ends(Words.at(b, i)));
        }
        if (b[i] == ':') {
            return i > at && Ascii.isBlank(b[i + 1]) ? i + 1 : -1;
        }
        long digits = Words.at(b, i + 1) ^ ZEROS;
        int behind = i + 1 + Words.index((digits + ABOVE_NINE | digits) & Words.HIGH_BITS);
        boolean whole = b[i] == '[' && i > at && behind > i + 1 && b[behind] == ']' && b[behind + 1] == ':';
        return whole ? behind + 2 : -1;
    }

    /** Bytes that end a name, or stand in none. */
    private static long ends(long word) {
        long blanks = word - BLANKS_BEHIND & ~word & Words.HIGH_BITS;
        return blanks | word & Words.HIGH_BITS | Words.zeros(word ^ BRACKETS) | Words.zeros(word ^ COLONS);
    }

    private static boolean isOurs(long word) {
        int two = (int) word & 0xffff;
        return two == ('s' | 's' << 8)
                || two == ('d' | 'r' << 8)
                || (int) word == ('s' | 'y' << 8 | 's' << 16 | 'l' << 24);
    }
}
