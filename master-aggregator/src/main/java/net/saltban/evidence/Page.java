package net.saltban.evidence;

import java.time.Instant;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Reporter;

/**
 * What a minion answered to a pull.
 *
 * @param reporter the minion that Salt vouches for, whatever the document says
 * @param address where the master sees it connected from, if known
 * @param asked the cursor that the pull named for it; empty if it named none, that is, asked for the oldest. Where the
 *     answer begins behind it, the outbox has lost what lies between
 * @param document the answer
 * @param receivedAt the master's clock
 */
public record Page(
        Reporter reporter,
        Optional<IpAddress> address,
        Optional<OutboxCursor> asked,
        FindingsDocument document,
        Instant receivedAt) {}
