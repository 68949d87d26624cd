package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;
import org.junit.jupiter.api.Test;

final class ScanSourcesTest {
    private static Finding failures(int seq, String source, int count) {
        Instant minute = Instant.parse("2026-01-05T00:00:00Z");
        return new Finding(
                Scan.EPOCH,
                seq,
                IpAddress.parse(source),
                minute,
                minute,
                minute,
                count,
                0,
                0,
                0,
                List.of(),
                0,
                List.of(),
                0,
                Trust.TEXT);
    }

    @Test
    void counts_are_whole_beyond_the_findings_that_the_rules_are_tried_on() {
        ScanSources sources = new ScanSources(10, 1);
        sources.add(failures(1, "203.0.113.7", 2));
        sources.add(failures(2, "203.0.113.7", 3));

        assertThat(sources.isEvidenceCut()).isTrue();
        assertThat(sources.sources()).singleElement().satisfies(source -> {
            assertThat(source.failures()).isEqualTo(5);
            assertThat(source.findings()).hasSize(1);
        });
    }

    @Test
    void sources_without_a_row_count_in_the_sums() {
        ScanSources sources = new ScanSources(1, 10);
        sources.add(failures(1, "203.0.113.7", 2));
        sources.add(failures(2, "203.0.113.8", 3));

        assertThat(sources.hasMoreSources()).isTrue();
        assertThat(sources.sources()).hasSize(1);
        assertThat(sources.failures()).isEqualTo(5);
    }

    @Test
    void a_finding_is_the_same_after_it_was_packed_but_for_its_number() {
        Instant minute = Instant.parse("2026-01-05T00:07:00Z");
        Instant at = Instant.parse("2026-01-05T00:07:59.999999999Z");
        IpAddress source = IpAddress.parse("2001:db8::7");
        List<UserFailures> users = List.of(new UserFailures("root", false, 3), new UserFailures("x", true, 200));
        for (int failures : new int[] {203, 255, 256}) {
            for (Trust trust : Trust.values()) {
                Finding finding = new Finding(
                        Scan.EPOCH, 7, source, minute, at, at, failures, 3, 200, 255, users, 0, List.of(), 0, trust);
                Evidence evidence = new Evidence();
                int units = evidence.add(finding, users);

                assertThat(units).isEqualTo(failures > 255 ? Evidence.WHOLE_UNITS : 1);
                assertThat(evidence.findings(source))
                        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seq")
                        .containsExactly(finding);
            }
        }
    }
}
