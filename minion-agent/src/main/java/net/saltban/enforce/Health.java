package net.saltban.enforce;

import java.util.List;
import java.util.Optional;

import net.saltban.finding.LogHealth;

/** What the rest of the program tells of itself, for the status document. */
public interface Health {
    /** Health of each log, without reading on. */
    List<LogHealth> logs();

    /** Extent of the outbox; empty where there is none. */
    Optional<OutboxExtent> outbox();

    /**
     * Extent of the outbox.
     *
     * @param epoch its id
     * @param first number of the oldest finding kept; 0 if none is
     * @param last number of the newest
     * @param bytes its size on disk
     */
    record OutboxExtent(String epoch, long first, long last, long bytes) {}

    /** Where nothing is known. */
    static Health none() {
        return new Health() {
            @Override
            public List<LogHealth> logs() {
                return List.of();
            }

            @Override
            public Optional<OutboxExtent> outbox() {
                return Optional.empty();
            }
        };
    }
}
