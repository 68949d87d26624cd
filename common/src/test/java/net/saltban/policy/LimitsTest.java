package net.saltban.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import net.saltban.address.IpAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budget and brake. */
final class LimitsTest {
    /** So many sources, each banned by what that minion saw; later ones attacked later. */
    private static Scene offenders(String minion, int from, int count) {
        return offenders(Scene.of(), minion, from, count);
    }

    private static Scene offenders(Scene scene, String minion, int from, int count) {
        for (int i = from; i < from + count; i++) {
            scene.and(Sample.on(minion)
                    .from(IpAddress.ofIpv4(0xC6000000 + i).toString())
                    .at(Sample.START.plusSeconds(i))
                    .failures(5));
        }
        return scene;
    }

    private static long held(PolicyOutcome outcome, HeldWhy why) {
        return outcome.decisions().stream()
                .filter(decision -> decision instanceof Decision.Held held && held.why() == why)
                .count();
    }

    @Nested
    final class Budget {
        @ParameterizedTest
        @CsvSource({"999, 0, 999, 0", "1000, 0, 1000, 0", "1001, 0, 1000, 1", "10, 995, 5, 5", "1, 1000, 0, 1"})
        void one_minion_alone_may_add_a_thousand_a_day(int offenders, int before, int bans, int held) {
            PolicyOutcome outcome =
                    offenders("web1", 0, offenders).bansOfDay("web1", before).decide();
            assertThat(outcome.bans()).hasSize(bans);
            assertThat(held(outcome, HeldWhy.BUDGET)).isEqualTo(held);
            assertThat(outcome.brake()).isEmpty();
        }

        @Test
        void the_oldest_evidence_goes_first() {
            PolicyOutcome outcome =
                    offenders("web1", 0, 3).bansOfDay("web1", 998).decide();
            assertThat(outcome.bans())
                    .extracting(ban -> ban.prefix().toString())
                    .containsExactly("198.0.0.0", "198.0.0.1");
        }

        @Test
        void each_minion_has_its_own() {
            Scene scene = offenders("web1", 0, 300).bansOfDay("web1", 900);
            PolicyOutcome outcome = offenders(scene, "web2", 1000, 300).decide();
            assertThat(outcome.bans()).hasSize(100 + 300);
        }

        @Test
        void what_others_saw_too_does_not_use_it_up() {
            PolicyOutcome outcome = Scene.of(
                            Sample.on("web1").failures(1),
                            Sample.on("web2").failures(1),
                            Sample.on("web3").failures(1))
                    .bansOfDay("web1", 1000)
                    .decide();
            assertThat(outcome.bans()).hasSize(1);
        }

        @Test
        void what_it_held_stays_held() {
            assertThat(Scene.of(Sample.on("web1").failures(5))
                            .held("192.0.2.7", HeldWhy.BUDGET)
                            .told())
                    .containsExactly("192.0.2.7: held, BUDGET");
        }

        @Test
        void what_was_held_as_known_good_is_weighed_anew() {
            assertThat(Scene.of(Sample.on("web1").failures(5))
                            .held("192.0.2.7", HeldWhy.KNOWN_GOOD)
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }
    }

    @Nested
    final class Brake {
        private Scene many(int count) {
            return offenders(offenders("web1", 0, count / 2), "web2", 100_000, count - count / 2);
        }

        @ParameterizedTest
        @CsvSource({"1000, 0, 1000", "1001, 0, 0", "1001, 10000, 0", "1001, 10010, 1001", "1002, 10010, 0"})
        void a_cycle_that_adds_too_many_is_held_as_a_whole(int offenders, long listed, int bans) {
            PolicyOutcome outcome = many(offenders).listed(listed).decide();
            assertThat(outcome.bans()).hasSize(bans);
            assertThat(held(outcome, HeldWhy.BRAKE)).isEqualTo(offenders - bans);
            assertThat(outcome.brake())
                    .isEqualTo(
                            bans > 0
                                    ? Optional.empty()
                                    : Optional.of(new PolicyOutcome.Brake(offenders, Math.max(1000, listed / 10))));
        }

        @ParameterizedTest
        @CsvSource({"999, 1", "1000, 0"})
        void earlier_decisions_of_the_cycle_count(int addedBefore, int bans) {
            PolicyInput first = many(1).input();
            PolicyInput later = new PolicyInput(
                    first.evidence(), first.protection(), first.standing(), first.mode(), first.now(), addedBefore);
            assertThat(new Policy(PolicySettings.shipped()).decide(later).bans())
                    .hasSize(bans);
        }

        @Test
        void what_the_budget_holds_does_not_pull_it() {
            PolicyOutcome outcome = offenders("web1", 0, 1500).decide();
            assertThat(outcome.brake()).isEmpty();
            assertThat(outcome.bans()).hasSize(1000);
        }

        @Test
        void while_observing_nothing_is_held() {
            PolicyOutcome outcome = many(3000).observe().decide();
            assertThat(outcome.bans()).hasSize(3000);
            assertThat(outcome.brake()).isEmpty();
        }
    }
}
