package net.saltban.evidence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import net.saltban.address.IpAddress;
import net.saltban.finding.OutboxCursor;

/**
 * What a page changed.
 *
 * @param added findings that are new
 * @param repeated findings that the store had already
 * @param refused findings that were not kept because the reporter has used up its room; shown as a gap
 * @param touched sources of the new findings
 * @param cursor where the next pull starts
 * @param newEpoch whether a known reporter came with an outbox that the store did not know
 * @param clockOffset the minion's clock minus the master's
 * @param gaps what the page, or the store, newly reports as lost
 * @param previousKey the fingerprint that the minion id had before, if it has another now
 */
public record Accepted(
        int added,
        int repeated,
        int refused,
        Set<IpAddress> touched,
        OutboxCursor cursor,
        boolean newEpoch,
        Duration clockOffset,
        List<String> gaps,
        Optional<String> previousKey) {
    /** Copies the collections. */
    public Accepted {
        touched = Set.copyOf(touched);
        gaps = List.copyOf(gaps);
    }
}
