package net.saltban.agent;

import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one log between two runs.
 *
 * @param source the log source's own checkpoint
 * @param reader state of the reader: its open connections
 * @param since messages before that do not count
 * @param lines lines read since the outbox began
 * @param ambiguous of these, lines that are ambiguous
 */
record LogState(Bytes source, Bytes reader, Instant since, long lines, long ambiguous) {
    // equals and hashCode by hand, as in FileIdentity.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogState that
                && source.equals(that.source)
                && reader.equals(that.reader)
                && since.equals(that.since)
                && lines == that.lines
                && ambiguous == that.ambiguous;
    }

    @Override
    public int hashCode() {
        return source.hashCode() * 31 + reader.hashCode();
    }

    /** Bytes that compare by content. */
    static final class Bytes {
        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        static Bytes of(byte[] bytes) {
            return new Bytes(bytes.clone());
        }

        byte[] toArray() {
            return bytes.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
