package net.saltban.syslog;

import net.saltban.limits.InputLimits;

/**
 * The lines of a block, one behind the other. Any bytes are lines: NUL, broken UTF-8, a carriage return before the line feed. NULs at the start of
 * a line are passed over: that is what a writer that does not append leaves in a log that was emptied under it. So are empty lines, and as a whole
 * lines above {@link InputLimits#LOG_LINE_BYTES_MAX}: sshd cuts its messages at 500 bytes, and a part of a line could be taken for another one.
 */
public final class LineCursor {
    private static final long LINE_FEEDS = Words.of('\n');

    private byte[] buffer = new byte[0];
    private int at;
    private int end;
    private int from;
    private int to;
    private int position;
    private int lines;
    private int bytes;

    /** Begins with a block; what stands behind the last line feed is a line as well. */
    public void begin(byte[] newBuffer, int newFrom, int newEnd) {
        buffer = newBuffer;
        at = newFrom;
        end = newEnd;
        position = 0;
        lines = 0;
        bytes = 0;
    }

    /** Goes to the next line; whether there is one. */
    public boolean next() {
        while (at < end) {
            int start = at;
            int lineFeed = lineFeed(buffer, start, end);
            at = Math.min(end, lineFeed + 1);
            while (start < lineFeed && buffer[start] == 0) {
                start++;
            }
            if (take(start, lineFeed)) {
                return true;
            }
        }
        return false;
    }

    /** Counts a line, if it is one. */
    private boolean take(int start, int lineFeed) {
        position++;
        from = start;
        to = lineFeed > start && buffer[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        if (to <= from || to - from > InputLimits.LOG_LINE_BYTES_MAX) {
            return false;
        }
        lines++;
        bytes += to - from + 1;
        return true;
    }

    /** Passes over lines of a form that have the tag of another program. */
    void passOthers(LineForm form) {
        byte[] b = buffer;
        int start = at;
        while (form.fits(b, start, end)) {
            int behindTag = OtherTag.end(b, start + form.length(), end);
            if (behindTag < 0) {
                break;
            }
            int lineFeed = lineFeed(b, behindTag, end);
            take(start, lineFeed);
            start = Math.min(end, lineFeed + 1);
        }
        at = start;
    }

    /** Where the line begins. */
    public int from() {
        return from;
    }

    /** Where the line ends, without its line end. */
    public int to() {
        return to;
    }

    /** Which line of the block it is, from 1, those included that were passed over; behind the last line how many there are. */
    public int position() {
        return position;
    }

    /** Lines so far, neither empty nor too long, those included that were passed over as other programs'. */
    public int lines() {
        return lines;
    }

    /** Bytes of these lines, each with one for its line feed. */
    public int bytes() {
        return bytes;
    }

    /** The first line feed from a place on, or the end; looks at sixteen bytes at a time. */
    public static int lineFeed(byte[] b, int from, int end) {
        int i = from;
        while (i + 2 * Long.BYTES <= end) {
            long first = Words.zeros(Words.at(b, i) ^ LINE_FEEDS); // a line feed becomes zero
            long second = Words.zeros(Words.at(b, i + Long.BYTES) ^ LINE_FEEDS);
            if ((first | second) != 0) {
                return first != 0 ? i + Words.index(first) : i + Long.BYTES + Words.index(second);
            }
            i += 2 * Long.BYTES;
        }
        while (i < end && b[i] != '\n') {
            i++;
        }
        return i;
    }
}
