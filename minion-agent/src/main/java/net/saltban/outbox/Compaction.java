package net.saltban.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import net.saltban.durable.AtomicFile;

/**
 * Takes the checkpoints out of a segment that is no longer written to: only the last one of the outbox counts, and they can be
 * larger than all findings. Replaces the file as a whole.
 */
final class Compaction {
    private Compaction() {}

    static void dropCheckpoints(Segment segment) throws IOException {
        try (FileChannel in = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            SegmentRecords records = new SegmentRecords(segment, in, false);
            new AtomicFile(segment.file(), "rw-r-----").write(out -> {
                out.write(segment.header());
                Optional<ByteBuffer> payload = records.next();
                while (payload.isPresent()) {
                    Optional<ByteBuffer> smaller = RecordForm.withoutCheckpoint(payload.get());
                    if (smaller.isPresent()) {
                        out.write(smaller.get().array(), 0, smaller.get().limit());
                    }
                    payload = records.next();
                }
            });
        }
    }
}
