package net.saltban.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rule that holds for a prefix.
 *
 * @param reason what it counted
 * @param until when the ban ends; empty = never by itself
 * @param evidence what it counted, in order, at most {@link Decision.ToBan#EVIDENCE_MAX} items
 */
record Match(Reason reason, Optional<Instant> until, List<EvidenceItem> evidence) {}
