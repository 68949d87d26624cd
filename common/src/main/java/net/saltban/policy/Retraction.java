package net.saltban.policy;

import java.time.Instant;

/**
 * Evidence of one reporter that an operator has withdrawn, also where it is reported again later.
 *
 * @param minion the reporter's minion id
 * @param key the reporter's key; empty = whatever its key
 * @param from start of the time withdrawn
 * @param to its end, exclusive
 */
public record Retraction(String minion, String key, Instant from, Instant to) {
    /** Whether an item never counts: any of it lies in the time withdrawn. */
    public boolean voids(EvidenceItem item) {
        return item.reporter().minion().equals(minion)
                && (key.isEmpty() || item.reporter().key().equals(key))
                && !item.finding().last().isBefore(from)
                && item.finding().first().isBefore(to);
    }
}
