package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import net.saltban.address.IpAddress;
import net.saltban.sshd.SourceEvent;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ScanSourcesTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int CASES = 200;

    private static SourceEvent failures(String source, String user, Instant time, int count) {
        return new SourceEvent(
                SourceEvent.Kind.FAILURE, time, IpAddress.parse(source), user, true, "password", "", count);
    }

    /** The obvious way. */
    private static final class Slow {
        private long failures;
        private long probes;
        private long logins;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private final Set<String> users = new HashSet<>();

        void add(SourceEvent event) {
            first = event.time().isBefore(first) ? event.time() : first;
            last = event.time().isAfter(last) ? event.time() : last;
            switch (event.kind()) {
                case FAILURE -> failures += event.count();
                case PROBE -> probes += event.count();
                case LOGIN -> logins += event.count();
            }
            if (event.kind() == SourceEvent.Kind.FAILURE && (!event.user().isEmpty() || event.invalidUser())) {
                users.add(event.user());
            }
        }
    }

    @Nested
    final class Add {
        @Test
        void sums_are_those_of_the_obvious_way() {
            for (int seed = 0; seed < CASES; seed++) {
                Map<IpAddress, Slow> expected = new HashMap<>();
                ScanSources sources = new ScanSources();
                for (SourceEvent event : RandomEvents.of(new Random(seed))) {
                    expected.computeIfAbsent(event.source(), any -> new Slow()).add(event);
                    sources.add(event);
                }
                assertThat(sources.sources()).as("seed %d", seed).hasSameSizeAs(expected.keySet());
                for (SourceSummary source : sources.sources()) {
                    Slow slow = expected.getOrDefault(source.source(), new Slow());
                    assertThat(List.of(
                                    source.failures(),
                                    source.probes(),
                                    source.logins(),
                                    source.first(),
                                    source.last(),
                                    source.users()))
                            .as("seed %d, %s", seed, source.source())
                            .isEqualTo(List.of(
                                    slow.failures, slow.probes, slow.logins, slow.first, slow.last, slow.users.size()));
                }
            }
        }

        @Test
        void many_sources_are_told_apart_in_the_order_in_which_they_came() {
            ScanSources sources = new ScanSources();
            List<IpAddress> addresses = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                addresses.clear();
                for (int i = 1; i <= 5000; i++) {
                    String address =
                            i % 2 == 0 ? "2001:db8::" + Integer.toHexString(i) : "198.51." + i / 250 + "." + i % 250;
                    addresses.add(IpAddress.parse(address));
                    sources.add(failures(address, "x", START, 1));
                }
            }
            assertThat(sources.sources()).extracting(SourceSummary::source).isEqualTo(addresses);
            assertThat(sources.sources())
                    .allSatisfy(source -> assertThat(source.failures()).isEqualTo(2));
        }

        @Test
        void a_source_that_cannot_be_a_peer_is_passed_over() {
            ScanSources sources = new ScanSources();
            sources.add(failures("127.0.0.1", "x", START, 1));

            assertThat(sources.sources()).isEmpty();
            assertThat(sources.failures()).isZero();
        }

        @Test
        void long_and_odd_names_are_told_apart_as_they_are_shown() {
            ScanSources sources = new ScanSources();
            for (String start : List.of("a", "b")) {
                for (String end : List.of("c", "d")) {
                    sources.add(failures("203.0.113.7", start + "x".repeat(100) + end, START, 1));
                }
            }
            sources.add(failures("203.0.113.7", "\u00fc", START, 1));
            sources.add(failures("203.0.113.7", "\\u00fc", START, 1));

            assertThat(sources.sources().get(0).users()).isEqualTo(3);
        }
    }

    @Nested
    final class Bounds {
        @Test
        void counts_are_whole_beyond_the_evidence_that_the_rules_are_tried_on() {
            ScanSources sources = new ScanSources(10, 1);
            sources.add(failures("203.0.113.7", "x", START, 2));
            assertThat(sources.isEvidenceCut()).isFalse();
            sources.add(failures("203.0.113.7", "x", START.plusSeconds(60), 3));

            assertThat(sources.isEvidenceCut()).isTrue();
            assertThat(sources.evidence()).isEqualTo(1);
            assertThat(sources.sources()).singleElement().satisfies(source -> {
                assertThat(source.failures()).isEqualTo(5);
                assertThat(source.evidence().size()).isEqualTo(1);
            });
        }

        @Test
        void sources_without_a_row_count_in_the_sums() {
            ScanSources sources = new ScanSources(1, 10);
            sources.add(failures("203.0.113.7", "x", START, 2));
            sources.add(failures("203.0.113.8", "x", START, 3));

            assertThat(sources.hasMoreSources()).isTrue();
            assertThat(sources.sources()).hasSize(1);
            assertThat(sources.failures()).isEqualTo(5);
        }

        @Test
        void one_source_that_tries_names_without_end_takes_little_evidence() {
            ScanSources sources = new ScanSources();
            for (int i = 0; i < 100_000; i++) {
                sources.add(failures("203.0.113.7", "u" + i, START.plusMillis(i), 1));
            }
            SourceSummary source = sources.sources().get(0);
            assertThat(source.failures()).isEqualTo(100_000);
            assertThat(source.users()).isGreaterThan(SourceSummary.USERS_MAX);
            assertThat(sources.evidence()).isLessThanOrEqualTo(2 * (Evidence.NEAR + 1));
        }
    }
}
