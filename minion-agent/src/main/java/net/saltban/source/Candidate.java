package net.saltban.source;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * A file that may be a generation of a log.
 *
 * @param path where it lies
 * @param status as it was when its head was read
 * @param compression how it is stored
 * @param head its first bytes
 * @param endsWithLine whether its last byte ends a line; told for plain files only
 * @param isLive whether it is the log itself, not a rotated file
 * @param mark what rotation put into its name
 */
record Candidate(
        Path path,
        FileStatus status,
        Compression compression,
        LogHead head,
        boolean endsWithLine,
        boolean isLive,
        String mark) {
    private static final int NUMBER_CHARS_MAX = 6;

    /** Oldest first: by the time of the last write; {@code .2} before {@code .1}, earlier dates first; the log itself last. */
    static final Comparator<Candidate> BY_AGE = (a, b) -> {
        if (a.isLive != b.isLive) {
            return a.isLive ? 1 : -1;
        }
        int byTime = a.status.modified().compareTo(b.status.modified());
        if (byTime != 0) {
            return byTime;
        }
        boolean counted = a.mark.length() < NUMBER_CHARS_MAX && b.mark.length() < NUMBER_CHARS_MAX;
        if (!counted) {
            return a.mark.compareTo(b.mark);
        }
        return a.mark.length() != b.mark.length()
                ? Integer.compare(b.mark.length(), a.mark.length())
                : b.mark.compareTo(a.mark);
    };

    /** Best first, of files with one content: the log itself, then the longest plain file, then a compressed one. */
    static final Comparator<Candidate> BY_USE = (a, b) -> {
        if (a.isLive != b.isLive) {
            return a.isLive ? -1 : 1;
        }
        if (a.isPlain() != b.isPlain()) {
            return a.isPlain() ? -1 : 1;
        }
        return Long.compare(b.status.bytes(), a.status.bytes());
    };

    boolean isPlain() {
        return compression == Compression.NONE;
    }

    /** Whether both hold one content, or one a part of the other's: a copy or a compression that is still being made. */
    boolean isSameContentAs(Candidate other) {
        return head.sharesStartWith(other.head);
    }
}
