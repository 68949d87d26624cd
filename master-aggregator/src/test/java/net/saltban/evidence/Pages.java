package net.saltban.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.Gap;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Reporter;
import net.saltban.policy.Sample;

/** Makes pages for tests: what a minion of that name answers, in its first outbox, after its first {@code from} findings. */
final class Pages {
    static final Instant NOW = Sample.NOW;

    private final String minion;
    private String key = "aa:bb";
    private int epoch = 1;
    private long from;
    private Optional<OutboxCursor> asked = Optional.empty();
    private Duration clockOffset = Duration.ZERO;
    private Instant receivedAt = NOW;
    private final List<Gap> gaps = new ArrayList<>();

    private Pages(String minion) {
        this.minion = minion;
    }

    static Pages of(String minion) {
        return new Pages(minion);
    }

    Pages key(String other) {
        key = other;
        return this;
    }

    Pages epoch(int n) {
        epoch = n;
        return this;
    }

    Pages from(long seq) {
        from = seq;
        return this;
    }

    Pages asked(int epochAsked, long seq) {
        asked = Optional.of(new OutboxCursor(epochOf(epochAsked), seq));
        return this;
    }

    Pages clock(Duration offset) {
        clockOffset = offset;
        return this;
    }

    Pages receivedAt(Instant time) {
        receivedAt = time;
        return this;
    }

    Pages gap(String what) {
        gaps.add(new Gap(Sample.START, what));
        return this;
    }

    /** With these findings, which get their numbers here. */
    Page with(Sample... samples) {
        List<Finding> findings = new ArrayList<>();
        for (Sample sample : samples) {
            findings.add(
                    sample.epoch(epoch).seq(from + findings.size() + 1).item().finding());
        }
        return with(findings);
    }

    Page with(List<Finding> findings) {
        FindingsDocument document = new FindingsDocument(
                "whatever it calls itself",
                "0.1.0",
                receivedAt.plus(clockOffset),
                epochOf(epoch),
                from,
                from + findings.size(),
                false,
                gaps,
                findings,
                List.of());
        return new Page(
                new Reporter(minion, key), Optional.of(IpAddress.parse("198.51.100.1")), asked, document, receivedAt);
    }

    /** So many findings of one failure each, each a minute later than the one before. */
    Page withFailures(int count) {
        Sample[] samples = new Sample[count];
        Arrays.setAll(samples, i -> Sample.on(minion).minute(i).failures(1));
        return with(samples);
    }

    static String epochOf(int n) {
        return Sample.on("any").epoch(n).item().finding().epoch();
    }

    static OutboxCursor cursor(int epoch, long seq) {
        return new OutboxCursor(epochOf(epoch), seq);
    }
}
