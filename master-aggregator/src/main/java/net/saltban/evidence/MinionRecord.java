package net.saltban.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.finding.OutboxCursor;

/**
 * What the store knows of a minion.
 *
 * @param minion its id
 * @param key fingerprint of the key it last reported under; empty if it never did
 * @param address where the master last saw it connected from
 * @param agent version of its agent; empty if it never reported
 * @param lastReport when its last findings came
 * @param clockOffset its clock minus the master's at that time
 * @param cursor where its next pull starts
 * @param pull outcome of the last pull
 * @param push outcome of the last push
 * @param status its last status document, JSON of at most 64 KiB
 * @param statusAt when that came
 * @param gaps what was lost, the newest first, at most 16
 */
public record MinionRecord(
        String minion,
        String key,
        Optional<IpAddress> address,
        String agent,
        Optional<Instant> lastReport,
        Duration clockOffset,
        Optional<OutboxCursor> cursor,
        Optional<ExchangeOutcome> pull,
        Optional<ExchangeOutcome> push,
        Optional<String> status,
        Optional<Instant> statusAt,
        List<String> gaps) {}
