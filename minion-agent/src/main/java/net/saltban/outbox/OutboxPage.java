package net.saltban.outbox;

import java.util.List;

import net.saltban.finding.Finding;
import net.saltban.finding.Gap;

/**
 * A stretch of an outbox.
 *
 * @param epoch the outbox
 * @param from number of the last finding before the page
 * @param to number of the last one in it; equal to {@code from} if there is none
 * @param more whether findings follow
 * @param gaps what was lost on this stretch, at most {@link #GAPS_MAX}, the latest
 * @param findings numbers {@code from + 1} to {@code to}
 */
public record OutboxPage(String epoch, long from, long to, boolean more, List<Gap> gaps, List<Finding> findings) {
    /** Gaps in one page. */
    public static final int GAPS_MAX = 64;

    /** Copies the lists. */
    public OutboxPage {
        gaps = List.copyOf(gaps);
        findings = List.copyOf(findings);
    }
}
