package net.saltban.journal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of an entry, as journald writes it (sd_journal_get_cursor(3)); {@code m}, {@code t} and the numbers are hexadecimal:
 *
 * <pre>
 * s=SEQNUM-ID;i=SEQNUM;b=BOOT-ID;m=MONOTONIC MICROSECONDS;t=REALTIME MICROSECONDS;x=HASH OF THE FIELDS
 * </pre>
 *
 * @param text as it was written
 * @param sequence id of the sequence that the number belongs to
 * @param number of the entry in it
 * @param boot id of the boot
 * @param monotonic microseconds since the boot
 * @param realtime microseconds since 1970
 * @param hash of the fields
 */
record Cursor(String text, String sequence, long number, String boot, long monotonic, long realtime, String hash) {
    /** Characters of a cursor; journald's have some 140. */
    static final int CHARS_MAX = 200;

    private static final Pattern FORM = Pattern.compile(
            "s=([0-9a-f]{32});i=([0-9a-f]{1,15});b=([0-9a-f]{32});m=([0-9a-f]{1,15});t=([0-9a-f]{1,15});x=([0-9a-f]{1,16})(;[a-z]=[0-9a-f]*)*");

    /** A cursor; empty if the text is none. Nothing else is ever handed to a program. */
    static Optional<Cursor> tryParse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() > CHARS_MAX || !parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Cursor(
                text,
                parts.group(1),
                number(parts.group(2)),
                parts.group(3),
                number(parts.group(4)),
                number(parts.group(5)),
                parts.group(6)));
    }

    private static long number(String hexadecimal) {
        return Long.parseLong(hexadecimal, 16);
    }

    /**
     * Whether both are places of one entry. Its number changes when journald moves it from memory to the disk
     * ({@code journalctl --flush}); the rest stays.
     */
    boolean isOfSameEntry(Cursor other) {
        return text.equals(other.text)
                || boot.equals(other.boot)
                        && monotonic == other.monotonic
                        && realtime == other.realtime
                        && hash.equals(other.hash);
    }

    /** Whether this entry was written behind the other: by number, or by the boot's clock, or by the time of day. */
    boolean isBehind(Cursor other) {
        if (sequence.equals(other.sequence)) {
            return number > other.number;
        }
        return boot.equals(other.boot) ? monotonic > other.monotonic : realtime > other.realtime;
    }
}
