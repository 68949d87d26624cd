package net.saltban.agent;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What is known of one log between two runs.
 *
 * @param source the log source's own checkpoint
 * @param reader state of the reader: its open connections
 * @param since messages before that do not count
 * @param lines lines read since the outbox began
 * @param ambiguous of these, with two readings
 */
record LogState(Bytes source, Bytes reader, Instant since, long lines, long ambiguous) {
    /** Bytes that compare by content. */
    record Bytes(ByteBuffer buffer) {
        static Bytes of(byte[] bytes) {
            return new Bytes(ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer());
        }

        byte[] toArray() {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
    }
}
