package net.saltban.source;

import java.time.Instant;

import net.saltban.syslog.LineCursor;

/** Takes the lines of a log one by one. */
@FunctionalInterface
public interface LineConsumer {
    /**
     * One line without its line end, never empty.
     *
     * @param buffer holds the line until this call returns; then the reader uses it again
     * @param from index of its first byte
     * @param to index behind its last byte
     * @param notAfter when the file was last written to: no line in it can be younger
     */
    void line(byte[] buffer, int from, int to, Instant notAfter);

    /**
     * Many lines, each with its line end but perhaps the last. Hands them out one by one, unless a consumer knows better.
     *
     * @param buffer as for {@link #line}
     */
    default void lines(byte[] buffer, int from, int to, Instant notAfter) {
        LineCursor cursor = new LineCursor();
        cursor.begin(buffer, from, to);
        while (cursor.next()) {
            line(buffer, cursor.from(), cursor.to(), notAfter);
        }
    }
}
