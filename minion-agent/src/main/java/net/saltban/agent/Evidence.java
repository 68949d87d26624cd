package net.saltban.agent;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;

/**
 * What one source did, as the rules need it: increments that add up, as findings do, but of one {@linkplain #kind kind} and 16 bytes each.
 *
 * <pre>
 * first word:  minute since 1970 (41 bits, signed), name (20 bits), kind (3 bits)
 * second word: first and last time in the minute (microseconds, 26 bits each), count (12 bits)
 * </pre>
 *
 * A name is told only where the user is invalid and not root, since the rules look at no other; 0 is none. Counts stop at {@link #COUNT_MAX},
 * above every threshold that ships. Increments with equal first words are joined if they lie close together. Of one minute with many names the
 * later ones are not told: it has more failures than the shipped rules bear. Not kept, since the word of the shipped policy does not depend on it:
 * who vouches for a message, who logged in and how, and what is finer than a microsecond.
 */
final class Evidence {
    /** Failures for a valid user other than root; kinds of failure are added up from this, {@link #ROOT} and {@link #INVALID}. */
    static final int FAILURE = 0;

    /** Failures for root. */
    static final int ROOT = 1;

    /** Failures for an invalid user. */
    static final int INVALID = 2;

    /** Connections that never tried to authenticate. */
    static final int PROBE = 4;

    /** Accepted logins. */
    static final int LOGIN = 5;

    /** Names have numbers from 1 up to this. */
    static final int NAME_MAX = (1 << 20) - 1;

    /** A count that is larger is kept as this. */
    static final int COUNT_MAX = (1 << 12) - 1;

    /** So many of the latest increments are compared with a new one. */
    static final int NEAR = 8;

    private static final int NAME_SHIFT = 3;
    private static final int MINUTE_SHIFT = 23;
    private static final long KIND_MASK = 7;
    private static final int LAST_SHIFT = 12;
    private static final int FIRST_SHIFT = 38;
    private static final int MICROS_MASK = (1 << 26) - 1;
    private static final long SECONDS_IN_MINUTE = 60;
    private static final int NANOS_IN_MICRO = 1000;

    private long[] words = new long[4];
    private int size;

    /** Its latest minute: what is later needs not be compared, and mostly it is. */
    private long newest = Long.MIN_VALUE;

    /** The first word of an increment. */
    static long key(long minute, int name, int kind) {
        return minute << MINUTE_SHIFT | (long) name << NAME_SHIFT | kind;
    }

    /**
     * Adds to an increment that has the same first word, if there is one near the end.
     *
     * @param first microseconds since the start of the minute
     * @param last likewise
     * @return whether there is
     */
    boolean join(long key, int first, int last, int count) {
        if (key >> MINUTE_SHIFT > newest) {
            return false;
        }
        for (int i = size - 1; i >= 0 && i >= size - NEAR; i--) {
            if (words[2 * i] == key) {
                int sum = (int) Math.min(COUNT_MAX, (long) count(i) + count);
                words[2 * i + 1] = second(Math.min(first(i), first), Math.max(last(i), last), sum);
                return true;
            }
        }
        return false;
    }

    /** Whether so much was told of a minute that no more of its names are. */
    boolean isCrowded(long minute) {
        if (size < NEAR || minute > newest) {
            return false;
        }
        for (int i = size - NEAR;
                i < size;
                i++) { // not in order: what a connection's end tells has the time of its last message
            if (minute(i) != minute) {
                return false;
            }
        }
        return true;
    }

    /** Adds an increment. */
    void append(long key, int first, int last, int count) {
        if (2 * size == words.length) {
            words = Arrays.copyOf(words, 2 * (size + size / 2 + 1));
        }
        newest = Math.max(newest, key >> MINUTE_SHIFT);
        words[2 * size] = key;
        words[2 * size + 1] = second(first, last, Math.min(COUNT_MAX, count));
        size++;
    }

    private static long second(int first, int last, int count) {
        return (long) first << FIRST_SHIFT | (long) last << LAST_SHIFT | count;
    }

    /** Adds all increments of another source; names are mixed up by that, so they are left out. */
    void appendAll(Evidence other) {
        for (int i = 0; i < other.size; i++) {
            append(key(other.minute(i), 0, other.kind(i)), other.first(i), other.last(i), other.count(i));
        }
    }

    int size() {
        return size;
    }

    long minute(int i) {
        return words[2 * i] >> MINUTE_SHIFT;
    }

    int name(int i) {
        return (int) (words[2 * i] >>> NAME_SHIFT) & NAME_MAX;
    }

    int kind(int i) {
        return (int) (words[2 * i] & KIND_MASK);
    }

    int first(int i) {
        return (int) (words[2 * i + 1] >>> FIRST_SHIFT);
    }

    int last(int i) {
        return (int) (words[2 * i + 1] >>> LAST_SHIFT) & MICROS_MASK;
    }

    int count(int i) {
        return (int) words[2 * i + 1] & COUNT_MAX;
    }

    /** Sorts by minute; mostly it is, since logs are. */
    void sort() {
        for (int i = 1; i < size; i++) {
            if (minute(i) < minute(i - 1)) {
                shellSort();
                return;
            }
        }
    }

    private void shellSort() {
        for (int gap = size / 2; gap > 0; gap = gap == 2 ? 1 : (int) (gap / 2.2)) {
            for (int i = gap; i < size; i++) {
                long key = words[2 * i];
                long second = words[2 * i + 1];
                int at = i;
                while (at >= gap && words[2 * (at - gap)] > key) {
                    words[2 * at] = words[2 * (at - gap)];
                    words[2 * at + 1] = words[2 * (at - gap) + 1];
                    at -= gap;
                }
                words[2 * at] = key;
                words[2 * at + 1] = second;
            }
        }
    }

    /**
     * Of sorted evidence: where those begin that are not older than a time; the older ones come before them.
     *
     * @param micros microseconds since the start of the minute
     */
    int notBefore(long minute, int micros) {
        int older = 0;
        for (int i = 0; i < size && minute(i) <= minute; i++) {
            if (minute(i) < minute || last(i) < micros) {
                swap(i, older++);
            }
        }
        return older;
    }

    private void swap(int i, int j) {
        for (int word = 0; word < 2; word++) {
            long moved = words[2 * i + word];
            words[2 * i + word] = words[2 * j + word];
            words[2 * j + word] = moved;
        }
    }

    /** An increment as a finding. */
    Finding finding(int i, IpAddress source, Names names) {
        int kind = kind(i);
        int count = count(i);
        boolean isFailure = kind < PROBE;
        boolean isRoot = isFailure && (kind & ROOT) != 0;
        boolean isInvalid = isFailure && (kind & INVALID) != 0;
        List<UserFailures> users = List.of();
        if (isInvalid && (isRoot || name(i) > 0)) {
            users = List.of(new UserFailures(isRoot ? ScanSources.ROOT : names.text(name(i)), true, count));
        }
        Instant minute = Instant.ofEpochSecond(minute(i) * SECONDS_IN_MINUTE);
        Instant first = minute.plusNanos((long) first(i) * NANOS_IN_MICRO);
        Instant last = minute.plusNanos((long) last(i) * NANOS_IN_MICRO);
        return new Finding(
                Scan.EPOCH,
                i + 1L,
                source,
                minute,
                first,
                last,
                isFailure ? count : 0,
                isRoot ? count : 0,
                isInvalid ? count : 0,
                kind == PROBE ? count : 0,
                users,
                0,
                kind == LOGIN ? List.of(new Login("", "", "", first, last, count)) : List.of(),
                0,
                Trust.TEXT);
    }

    /** For tests that fail. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < size; i++) {
            out.append(String.format(
                    Locale.ROOT, "%d/%d %d-%d %d*%d; ", minute(i), name(i), first(i), last(i), count(i), kind(i)));
        }
        return out.toString();
    }
}
