package net.saltban.evidence;

import java.util.List;

import net.saltban.policy.EvidenceItem;
import net.saltban.policy.Standing;

/**
 * What waits for a decision.
 *
 * @param evidence findings of the sources touched since the last decision
 * @param standing what was decided before on these sources
 * @param sources number of these sources, at most {@link EvidenceStore#SOURCES_MAX}
 * @param more whether others wait for the next decision
 * @param mark what {@link EvidenceStore#record} needs to know which sources are done
 */
public record Pending(List<EvidenceItem> evidence, Standing standing, int sources, boolean more, long mark) {}
