package net.saltban.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import net.saltban.address.Prefix;
import net.saltban.finding.OutboxCursor;

/**
 * What an unban leaves: evidence from before it never bans the prefix again.
 *
 * @param prefix what was unbanned
 * @param at when
 * @param cursors how far each reporter's outboxes had been read then
 */
public record Tombstone(Prefix prefix, Instant at, Map<Reporter, List<OutboxCursor>> cursors) {
    /** Copies the map. */
    public Tombstone {
        cursors = Map.copyOf(cursors);
    }

    /** Whether an item never counts: its source lies in the prefix, and it ended by then or had been read by then. */
    public boolean voids(EvidenceItem item) {
        return prefix.contains(item.finding().source())
                && (!item.finding().last().isAfter(at)
                        || cursors.getOrDefault(item.reporter(), List.of()).stream()
                                .anyMatch(cursor ->
                                        cursor.epoch().equals(item.finding().epoch())
                                                && item.finding().seq() <= cursor.seq()));
    }
}
