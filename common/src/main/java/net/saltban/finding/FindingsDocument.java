package net.saltban.finding;

import java.time.Instant;
import java.util.List;

import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * One page of a minion's outbox.
 *
 * @param minion the minion's id as it calls itself; the master believes only the one that Salt vouches for
 * @param agent version of the agent
 * @param now the minion's clock
 * @param epoch the outbox
 * @param from number of the last finding before this page
 * @param to number of the last finding in this page; equal to {@code from} if there is none
 * @param more whether the outbox holds findings behind {@code to}
 * @param gaps what was lost
 * @param findings in the order of their numbers, {@code from + 1} to {@code to}
 * @param sources health of each log
 */
public record FindingsDocument(
        String minion,
        String agent,
        Instant now,
        String epoch,
        long from,
        long to,
        boolean more,
        List<Gap> gaps,
        List<Finding> findings,
        List<LogHealth> sources) {
    /** The version of the form, {@code v}. */
    public static final int VERSION = 1;

    /** Refuses findings that are not numbered {@code from + 1} to {@code to} in the document's epoch. */
    public FindingsDocument {
        minion = UntrustedText.show(minion, InputLimits.TEXT_CHARS_MAX);
        agent = UntrustedText.show(agent, InputLimits.TEXT_CHARS_MAX);
        gaps = List.copyOf(gaps);
        findings = List.copyOf(findings);
        sources = List.copyOf(sources);
        if (!Epoch.isValid(epoch)) {
            throw new IllegalArgumentException("epoch is no epoch");
        }
        if (from < 0 || to - from != findings.size()) {
            throw new IllegalArgumentException(
                    "from " + from + " to " + to + " does not match " + findings.size() + " findings");
        }
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (finding.seq() != from + 1 + i || !finding.epoch().equals(epoch)) {
                throw new IllegalArgumentException("finding " + (i + 1) + " is not number " + (from + 1 + i));
            }
        }
    }
}
