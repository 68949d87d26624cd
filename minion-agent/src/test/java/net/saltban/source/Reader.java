package net.saltban.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Reads a log over many lives: each pass begins with what the last one left in its checkpoint. */
final class Reader {
    private final LogFolder folder;
    private final List<String> lines = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private byte @Nullable [] checkpoint;

    Reader(LogFolder folder) {
        this.folder = folder;
    }

    /** One pass from start to end. */
    void pass() throws IOException {
        pass(Integer.MAX_VALUE);
    }

    /** A pass that dies after so many blocks; what it took in since its last checkpoint is gone. */
    void pass(int blocksMax) throws IOException {
        pass(blocksMax, FirstRead.back(Duration.ofDays(30)), folder.now());
    }

    void pass(int blocksMax, FirstRead firstRead, Instant now) throws IOException {
        try (TextLog log = checkpoint == null
                ? TextLog.begin(folder.log(), firstRead, now)
                : TextLog.resume(folder.log(), checkpoint)) {
            boolean more = true;
            for (int i = 0; i < blocksMax && more; i++) {
                try {
                    more = log.read((buffer, from, to, notAfter) ->
                            lines.add(new String(buffer, from, to - from, StandardCharsets.UTF_8)));
                } finally {
                    checkpoint = log.checkpoint().orElse(null);
                    gaps.addAll(log.takeGaps());
                }
            }
        }
    }

    List<String> lines() {
        return lines;
    }

    List<String> gaps() {
        return gaps;
    }
}
