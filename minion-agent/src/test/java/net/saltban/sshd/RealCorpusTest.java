package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.saltban.address.IpAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines of a real sshd against what the kernel saw: lab/corpus makes them. */
final class RealCorpusTest {
    private static final String OPENSSH = "debian12-openssh-9.2";
    private static final String DROPBEAR = "debian12-dropbear-2022.83";

    /** Some time after the corpus was made; its RFC 3164 stamps have no year. */
    private static final Instant NOT_AFTER = Instant.parse("2027-03-01T00:00:00Z");

    /** Stands in many names, banners and texts; never connected. */
    private static final List<IpAddress> VICTIMS =
            List.of(IpAddress.parse("203.0.113.66"), IpAddress.parse("2001:db8:dead::66"));

    static Stream<RealCase> all() {
        return Stream.of(OPENSSH, OPENSSH + "/rfc3164", OPENSSH + "/reduced", DROPBEAR, DROPBEAR + "/rfc3164")
                .flatMap(folder -> RealCase.of(folder).stream());
    }

    @Nested
    final class EachCase {
        @ParameterizedTest
        @MethodSource("net.saltban.sshd.RealCorpusTest#all")
        void blames_and_admits_only_peers_that_connected(RealCase one) {
            assertThat(events(one.lines()))
                    .as(one.name())
                    .extracting(SourceEvent::source)
                    .allSatisfy(source -> assertThat(source).isIn(one.peers()).isNotIn(VICTIMS));
        }

        @ParameterizedTest
        @MethodSource("net.saltban.sshd.RealCorpusTest#all")
        void counts_what_the_peers_did(RealCase one) {
            List<SourceEvent> events = events(one.lines());
            if (one.expected().isEmpty()) {
                assertThat(events).as(one.name()).isEmpty();
            }
            one.expected()
                    .forEach((source, counts) -> assertThat(counted(events, source, counts.keySet()))
                            .as("%s: %s", one.name(), source)
                            .isEqualTo(counts));
        }

        @ParameterizedTest
        @MethodSource("net.saltban.sshd.RealCorpusTest#all")
        void counts_the_same_when_the_reader_is_stopped_after_each_line(RealCase one) throws IOException {
            List<SourceEvent> events = new ArrayList<>();
            SshdReader reader = new SshdReader(ZoneOffset.UTC);
            for (byte[] line : one.lines()) {
                reader.line(line, 0, line.length, NOT_AFTER, events::add);
                reader = SshdReader.restore(ZoneOffset.UTC, reader.state());
            }
            reader.finish(events::add);
            assertThat(sums(events)).as(one.name()).isEqualTo(sums(events(one.lines())));
        }
    }

    @Nested
    final class WholeCorpus {
        @Test
        void holds_cases_of_every_kind() {
            assertThat(RealCase.of(OPENSSH)).hasSizeGreaterThan(200);
            assertThat(RealCase.of(OPENSSH + "/reduced")).hasSizeGreaterThan(3);
            assertThat(RealCase.of(DROPBEAR)).hasSizeGreaterThan(15);
            assertThat(all().filter(one -> !one.expected().isEmpty())).hasSizeGreaterThan(300);
        }

        @Test
        void read_as_one_log_counts_what_its_cases_count() {
            List<RealCase> cases = RealCase.of(OPENSSH);
            List<byte[]> lines =
                    cases.stream().flatMap(one -> one.lines().stream()).toList();
            List<SourceEvent> apart =
                    cases.stream().flatMap(one -> events(one.lines()).stream()).toList();
            assertThat(sums(events(lines))).isEqualTo(sums(apart));
        }

        @Test
        void counts_the_same_with_either_prefix() {
            Map<String, Object> traditional = RealCase.of(OPENSSH + "/rfc3164").stream()
                    .collect(Collectors.toMap(RealCorpusTest::caseName, one -> sums(events(one.lines()))));
            Map<String, Object> modern = RealCase.of(OPENSSH).stream()
                    .filter(one -> traditional.containsKey(caseName(one)))
                    .collect(Collectors.toMap(RealCorpusTest::caseName, one -> sums(events(one.lines()))));
            assertThat(traditional).isEqualTo(modern);
        }

        @Test
        void dates_both_prefixes_alike() {
            Map<String, Object> traditional = RealCase.of(OPENSSH + "/rfc3164").stream()
                    .collect(Collectors.toMap(RealCorpusTest::caseName, one -> seconds(events(one.lines()))));
            Map<String, Object> modern = RealCase.of(OPENSSH).stream()
                    .filter(one -> traditional.containsKey(caseName(one)))
                    .collect(Collectors.toMap(RealCorpusTest::caseName, one -> seconds(events(one.lines()))));
            assertThat(traditional).isEqualTo(modern);
        }

        @Test
        void calls_a_message_that_lost_its_end_ambiguous() {
            for (String name : List.of("cut-forged-end", "cut-shortened-address", "cut-too-many-attempts")) {
                RealCase one = RealCase.of(OPENSSH).stream()
                        .filter(each -> caseName(each).equals(name))
                        .findFirst()
                        .orElseThrow();
                SshdReader reader = new SshdReader(ZoneOffset.UTC);
                one.lines().forEach(line -> reader.line(line, 0, line.length, NOT_AFTER, event -> {}));
                assertThat(reader.ambiguous()).as(name).isPositive();
            }
        }
    }

    private static String caseName(RealCase one) {
        return one.name().substring(one.name().indexOf(": ") + 2);
    }

    private static List<SourceEvent> events(List<byte[]> lines) {
        List<SourceEvent> events = new ArrayList<>();
        SshdReader reader = new SshdReader(ZoneOffset.UTC);
        lines.forEach(line -> reader.line(line, 0, line.length, NOT_AFTER, events::add));
        reader.finish(events::add);
        return events;
    }

    private static List<Long> seconds(List<SourceEvent> events) {
        return events.stream().map(event -> event.time().getEpochSecond()).toList();
    }

    private static Map<String, Integer> counted(List<SourceEvent> events, IpAddress source, Iterable<String> wanted) {
        Map<String, Integer> all = sums(events).getOrDefault(source, Map.of());
        Map<String, Integer> counts = new LinkedHashMap<>();
        wanted.forEach(name -> counts.put(name, all.getOrDefault(name, 0)));
        return counts;
    }

    private static Map<IpAddress, Map<String, Integer>> sums(List<SourceEvent> events) {
        Map<IpAddress, Map<String, Integer>> sums = new LinkedHashMap<>();
        for (SourceEvent event : events) {
            Map<String, Integer> counts = sums.computeIfAbsent(event.source(), source -> new LinkedHashMap<>());
            switch (event.kind()) {
                case LOGIN -> counts.merge("logins", event.count(), Integer::sum);
                case PROBE -> counts.merge("probes", event.count(), Integer::sum);
                case FAILURE -> {
                    counts.merge("failures", event.count(), Integer::sum);
                    if (event.user().equals("root")) {
                        counts.merge("root", event.count(), Integer::sum);
                    }
                    if (event.invalidUser()) {
                        counts.merge("invalid", event.count(), Integer::sum);
                    }
                }
            }
        }
        return sums;
    }
}
