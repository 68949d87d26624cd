package net.saltban.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.policy.Ban;
import net.saltban.policy.EvidenceItem;

/**
 * A ban as the store remembers it.
 *
 * @param number counts bans from 1
 * @param ban the ban
 * @param ended when it ended, if it has
 * @param endedBy how it ended: {@code ran out}, {@code replaced by PREFIX}, {@code unbanned by WHO: WHY}; empty if it has not
 * @param evidence what its rule counted, at most 64 items; without user names after 90 days
 */
public record RecordedBan(long number, Ban ban, Optional<Instant> ended, String endedBy, List<EvidenceItem> evidence) {
    /** Copies the list. */
    public RecordedBan {
        evidence = List.copyOf(evidence);
    }
}
