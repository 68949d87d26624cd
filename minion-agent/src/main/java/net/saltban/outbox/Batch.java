package net.saltban.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.finding.Finding;
import net.saltban.finding.Gap;

/**
 * What is kept in one step.
 *
 * @param written when
 * @param findings numbered one by one from the number behind the last batch's
 * @param gaps what was found to be lost while these were read
 * @param checkpoint where reading goes on behind them; empty where a later batch has taken its place
 */
public record Batch(Instant written, List<Finding> findings, List<Gap> gaps, Optional<Checkpoint> checkpoint) {
    /** Copies the lists. */
    public Batch {
        findings = List.copyOf(findings);
        gaps = List.copyOf(gaps);
    }

    /** Bytes that mean something to the reader of the logs only. */
    public static final class Checkpoint {
        private final byte[] bytes;

        /** Copies the bytes. */
        public Checkpoint(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** A copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }

        int length() {
            return bytes.length;
        }
    }
}
