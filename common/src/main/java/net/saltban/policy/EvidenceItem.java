package net.saltban.policy;

import java.time.Instant;
import java.util.Comparator;

import net.saltban.finding.Finding;

/**
 * A finding as the policy weighs it.
 *
 * @param reporter who reported it
 * @param clockTrusted whether the reporter's clock was right when it reported; if not, only rules that count on one minion
 *     use it
 * @param resolution how finely its times are known
 * @param finding what was found
 */
public record EvidenceItem(Reporter reporter, boolean clockTrusted, Resolution resolution, Finding finding) {
    /** By time, then by who reported it under which number; no two different items are equal in it. */
    static final Comparator<EvidenceItem> ORDER = Comparator.<EvidenceItem, Instant>comparing(
                    item -> item.finding().minute())
            .thenComparing(item -> item.finding().first())
            .thenComparing(item -> item.finding().source())
            .thenComparing(EvidenceItem::reporter)
            .thenComparing(item -> item.finding().epoch())
            .thenComparing(item -> item.finding().seq())
            .thenComparing(EvidenceItem::toString);

    /** A finding by minute of a reporter whose clock is right. */
    public static EvidenceItem of(Reporter reporter, Finding finding) {
        return new EvidenceItem(reporter, true, Resolution.MINUTE, finding);
    }
}
