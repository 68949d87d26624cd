package net.saltban.policy;

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
    /** A finding by minute of a reporter whose clock is right. */
    public static EvidenceItem of(Reporter reporter, Finding finding) {
        return new EvidenceItem(reporter, true, Resolution.MINUTE, finding);
    }
}
