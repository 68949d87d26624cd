package net.saltban.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws that hold for any evidence; the seed of each case is its argument. */
final class PolicyLawsTest {
    private static final int CASES = 300;
    private static final Policy POLICY = new Policy(PolicySettings.shipped());
    private static final Protection PROTECTION = new Protection(
            PrefixSet.of(Prefix.parse("192.0.2.4/31"), Prefix.parse("2001:db8::1:3")),
            PrefixSet.of(Prefix.parse("192.0.2.6")));

    static Stream<Long> seeds() {
        return Stream.iterate(20_260_302L, seed -> seed + 1).limit(CASES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_order_of_the_evidence_does_not_matter(long seed) {
        Random random = new Random(seed);
        List<EvidenceItem> evidence = randomEvidence(random);
        Standing standing = standing(random);
        PolicyOutcome outcome = decide(evidence, standing);
        List<EvidenceItem> shuffled = new ArrayList<>(evidence);
        Collections.shuffle(shuffled, random);
        assertThat(decide(shuffled, standing)).isEqualTo(outcome);
    }

    @Test
    void the_cases_meet_every_rule_and_every_decision() {
        Set<String> met = new TreeSet<>();
        seeds().forEach(seed -> {
            Random random = new Random(seed);
            List<EvidenceItem> evidence = randomEvidence(random);
            PolicyOutcome outcome = decide(evidence, standing(random));
            outcome.decisions().forEach(decision -> met.add(decision.getClass().getSimpleName()));
            outcome.bans()
                    .forEach(ban -> met.add(ban.ban().reason().orElseThrow().rule()));
            outcome.alarms().forEach(alarm -> met.add(alarm.kind().name()));
        });
        assertThat(met)
                .contains("ToBan", "AlreadyBanned", "Allowlisted", "KnownGood", "BelowThreshold")
                .contains("root-guessing", "brute-force", "user-guessing", "fleet-wide", "repeat-prober")
                .contains("LOGIN_FROM_BANNED");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void evidence_that_comes_twice_changes_nothing(long seed) {
        List<EvidenceItem> evidence = randomEvidence(new Random(seed));
        List<EvidenceItem> twice = new ArrayList<>(evidence);
        twice.addAll(evidence);
        assertThat(decide(twice, Standing.none())).isEqualTo(decide(evidence, Standing.none()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_second_decision_adds_no_ban(long seed) {
        List<EvidenceItem> evidence = randomEvidence(new Random(seed));
        List<Ban> bans = bansAfter(decide(evidence, Standing.none()));
        PolicyOutcome second = decide(evidence, withBans(bans));
        assertThat(second.bans()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_ban_meets_what_is_protected_and_none_is_wider_than_it_may_be(long seed) {
        for (Decision.ToBan ban :
                decide(randomEvidence(new Random(seed)), Standing.none()).bans()) {
            assertThat(PROTECTION.exemption(ban.prefix(), POLICY.settings())).isEmpty();
            assertThat(ban.prefix().length()).isGreaterThanOrEqualTo(32);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void each_ban_names_a_source_that_failed_or_probed(long seed) {
        List<EvidenceItem> evidence = randomEvidence(new Random(seed));
        for (Decision.ToBan ban : decide(evidence, Standing.none()).bans()) {
            Reason reason = ban.ban().reason().orElseThrow();
            assertThat(reason.failures() + reason.probes()).isPositive();
            assertThat(ban.evidence()).isNotEmpty().allSatisfy(item -> {
                assertThat(ban.prefix().contains(item.finding().source())).isTrue();
                assertThat(evidence).contains(item);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_two_decisions_are_about_one_prefix(long seed) {
        PolicyOutcome outcome = decide(randomEvidence(new Random(seed)), Standing.none());
        Set<Prefix> prefixes = new HashSet<>();
        outcome.decisions()
                .forEach(decision -> assertThat(prefixes.add(decision.prefix())).isTrue());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void each_source_of_the_evidence_has_a_decision_that_covers_it(long seed) {
        List<EvidenceItem> evidence = randomEvidence(new Random(seed));
        PolicyOutcome outcome = decide(evidence, Standing.none());
        for (EvidenceItem item : evidence) {
            Decision decision = outcome.on(item.finding().source()).orElseThrow();
            assertThat(decision.prefix().contains(item.finding().source())).isTrue();
            assertThat(decision instanceof Decision.ToBan)
                    .isEqualTo(outcome.bans().stream()
                            .anyMatch(
                                    ban -> ban.prefix().contains(item.finding().source())));
        }
        assertThat(outcome.on(IpAddress.parse("203.0.113.77"))).isEmpty();
        assertThat(outcome.on(IpAddress.parse("2001:db8:ffff::1"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void old_evidence_does_not_come_back_when_everything_is_unbanned(long seed) {
        List<EvidenceItem> evidence = randomEvidence(new Random(seed));
        List<Tombstone> tombstones = List.of(
                new Tombstone(Prefix.parse("0.0.0.0/0"), Sample.NOW, Map.of()),
                new Tombstone(Prefix.parse("::/0"), Sample.NOW, Map.of()));
        Standing standing = new Standing(List.of(), List.of(), tombstones, List.of(), Set.of(), 0, Map.of());
        assertThat(decide(evidence, standing).bans()).isEmpty();
    }

    private static PolicyOutcome decide(List<EvidenceItem> evidence, Standing standing) {
        return POLICY.decide(new PolicyInput(evidence, PROTECTION, standing, Mode.ENFORCE, Sample.NOW));
    }

    private static List<Ban> bansAfter(PolicyOutcome outcome) {
        List<Ban> bans = new ArrayList<>();
        Set<Prefix> replaced = new HashSet<>();
        outcome.bans().forEach(ban -> replaced.addAll(ban.replaced()));
        outcome.bans().forEach(ban -> bans.add(ban.ban()));
        bans.removeIf(ban -> replaced.contains(ban.prefix()));
        return bans;
    }

    private static Standing withBans(List<Ban> bans) {
        return new Standing(bans, List.of(), List.of(), List.of(), Set.of(), bans.size(), Map.of());
    }

    private static Standing standing(Random random) {
        List<Ban> bans = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Instant since = Sample.START.minus(Duration.ofHours(random.nextInt(100)));
            bans.add(Scene.ban(
                    randomSource(random),
                    since,
                    random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(since.plus(Duration.ofHours(random.nextInt(120))))));
        }
        return withBans(bans);
    }

    private static List<EvidenceItem> randomEvidence(Random random) {
        List<EvidenceItem> items = new ArrayList<>();
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            Sample sample = Sample.on("web" + random.nextInt(4))
                    .epoch(1 + random.nextInt(2))
                    .seq(i + 1)
                    .from(randomSource(random))
                    .at(Sample.START.minusSeconds(
                            random.nextBoolean() ? random.nextInt(1200) : random.nextInt(3_000_000)));
            switch (random.nextInt(6)) {
                case 0 -> sample.root(1 + random.nextInt(3));
                case 1 -> sample.invalid("u" + random.nextInt(5), "v" + random.nextInt(5));
                case 2 -> sample.probes(1 + random.nextInt(20));
                case 3 -> sample.login("alice");
                default -> sample.failures(1 + random.nextInt(4));
            }
            if (random.nextInt(5) == 0) {
                sample.journal();
            }
            if (random.nextInt(7) == 0) {
                sample.clockOff();
            }
            if (random.nextInt(4) == 0) {
                sample.by(Resolution.HOUR).lasting(Duration.ofMinutes(random.nextInt(60)));
            }
            items.add(sample.item());
        }
        return items;
    }

    private static String randomSource(Random random) {
        return (random.nextBoolean() ? "192.0.2." : "2001:db8::" + random.nextInt(2) + ":") + (1 + random.nextInt(6));
    }
}
