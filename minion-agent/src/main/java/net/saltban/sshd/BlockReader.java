package net.saltban.sshd;

import java.util.List;

import net.saltban.syslog.LineCursor;

/**
 * Reads the lines of blocks, each line for itself, so that several readers can read blocks of one log at the same time. Not for several threads at
 * once.
 */
public final class BlockReader {
    private final LineCursor cursor = new LineCursor();
    private final LineReader reader;

    /** A reader that also knows an operator's own phrases. */
    public BlockReader(List<Phrase> phrases) {
        this.reader = new LineReader(phrases);
    }

    /** Reads single lines; a block that is read at the same time disturbs it. */
    LineReader lines() {
        return reader;
    }

    /** Reads the lines of a block; what stands behind the last line feed is a line as well. */
    public void read(byte[] buffer, int from, int to, BlockReading into) {
        into.begin(buffer);
        cursor.begin(buffer, from, to);
        while (reader.next(cursor)) {
            LineReading line = into.next();
            if (reader.read(buffer, cursor.from(), cursor.to(), line)) {
                line.position = cursor.position();
                line.bytesBehind = cursor.bytes();
                line.bytesBefore = line.bytesBehind - (cursor.to() - cursor.from() + 1);
                into.keep();
            }
        }
        into.end(cursor.position(), cursor.lines(), cursor.bytes());
    }
}
