package net.saltban.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import net.saltban.finding.UserFailures;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each shipped rule, just below and just at each of its numbers. */
final class ShippedRulesTest {
    private static final String NOTHING = "nothing";

    @Nested
    final class RootGuessing {
        @ParameterizedTest
        @CsvSource({"2, 0, nothing", "3, 0, root-guessing", "2, 2, nothing", "2, 3, brute-force"})
        void three_failures_as_root_suffice(int asRoot, int asOthers, String rule) {
            Sample sample = Sample.on("web1").root(asRoot);
            assertThat(ruleOf(asOthers == 0 ? sample : sample.failures(asOthers)))
                    .isEqualTo(rule);
        }

        @ParameterizedTest
        @CsvSource({"9, root-guessing", "10, nothing"})
        void ten_consecutive_minutes_are_counted(int minute, String rule) {
            assertThat(ruleOf(
                            Sample.on("web1").root(2),
                            Sample.on("web1").minute(minute).root(1)))
                    .isEqualTo(rule);
        }

        @ParameterizedTest
        @CsvSource({"web1, root-guessing", "web2, nothing"})
        void one_minion_must_have_seen_them(String other, String rule) {
            assertThat(ruleOf(Sample.on("web1").root(2), Sample.on(other).root(1)))
                    .isEqualTo(rule);
        }
    }

    @Nested
    final class BruteForce {
        @ParameterizedTest
        @CsvSource({"4, nothing", "5, brute-force"})
        void five_failures_suffice(int failures, String rule) {
            assertThat(ruleOf(Sample.on("web1").failures(failures))).isEqualTo(rule);
        }

        @ParameterizedTest
        @CsvSource({"9, brute-force", "10, nothing"})
        void ten_consecutive_minutes_are_counted(int minute, String rule) {
            assertThat(ruleOf(
                            Sample.on("web1").failures(4),
                            Sample.on("web1").minute(minute).failures(1)))
                    .isEqualTo(rule);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 7, 59, 600})
        void the_window_lies_wherever_the_evidence_does(int minute) {
            assertThat(ruleOf(
                            Sample.on("web1").minute(-3000).failures(1),
                            Sample.on("web1").minute(-minute).failures(3),
                            Sample.on("web1").minute(-minute - 9).failures(2)))
                    .isEqualTo("brute-force");
        }

        @Test
        void increments_of_one_minute_add_up() {
            assertThat(ruleOf(
                            Sample.on("web1").seq(1).failures(2),
                            Sample.on("web1").seq(2).failures(2),
                            Sample.on("web1").seq(3).failures(1)))
                    .isEqualTo("brute-force");
        }

        @Test
        void different_sources_do_not_add_up() {
            assertThat(ruleOf(
                            Sample.on("web1").failures(4),
                            Sample.on("web1").from("192.0.2.8").failures(4)))
                    .isEqualTo(NOTHING);
        }

        @ParameterizedTest
        @CsvSource({"0, brute-force", "1, nothing"})
        void evidence_of_thirty_days_counts_and_older_does_not(int minutesOlder, String rule) {
            assertThat(ruleOf(Sample.on("web1")
                            .at(Sample.NOW.minus(Duration.ofDays(30)).minus(Duration.ofMinutes(minutesOlder)))
                            .failures(5)))
                    .isEqualTo(rule);
        }
    }

    @Nested
    final class UserGuessing {
        @ParameterizedTest
        @CsvSource({"2, nothing", "3, user-guessing"})
        void three_different_invalid_users_suffice(int names, String rule) {
            String[] users = IntStream.range(0, names).mapToObj(i -> "user" + i).toArray(String[]::new);
            assertThat(ruleOf(Sample.on("web1").invalid(users))).isEqualTo(rule);
        }

        @Test
        void one_invalid_user_tried_often_is_one() {
            assertThat(ruleOf(
                            Sample.on("web1").invalid("x", "y"),
                            Sample.on("web1").minute(20).invalid("x", "y"),
                            Sample.on("web1").minute(40).invalid("x", "y")))
                    .isEqualTo(NOTHING);
        }

        @ParameterizedTest
        @CsvSource({"59, user-guessing", "60, nothing"})
        void an_hour_is_counted(int minute, String rule) {
            assertThat(ruleOf(
                            Sample.on("web1").invalid("x", "y"),
                            Sample.on("web1").minute(minute).invalid("z")))
                    .isEqualTo(rule);
        }

        @Test
        void users_that_exist_do_not_count() {
            assertThat(ruleOf(Sample.on("web1").invalid("x", "y").failures(1).root(1)))
                    .isEqualTo(NOTHING);
        }

        @Test
        void a_name_leaves_the_window_with_its_last_attempt() {
            assertThat(ruleOf(
                            Sample.on("web1").minute(-80).invalid("x"),
                            Sample.on("web1").minute(-40).invalid("x", "y"),
                            Sample.on("web1").minute(15).invalid("z")))
                    .isEqualTo("user-guessing");
        }
    }

    @Nested
    final class FleetWide {
        @ParameterizedTest
        @CsvSource({"web1 web2, nothing", "web1 web2 web3, fleet-wide", "web1 web2 web2, nothing"})
        void failures_on_three_different_minions_suffice(String minions, String rule) {
            Sample[] samples = Arrays.stream(minions.split(" "))
                    .map(minion -> Sample.on(minion).failures(1))
                    .toArray(Sample[]::new);
            assertThat(ruleOf(samples)).isEqualTo(rule);
        }

        @ParameterizedTest
        @CsvSource({"1439, fleet-wide", "1440, nothing"})
        void a_day_is_counted(int minutesBefore, String rule) {
            assertThat(ruleOf(
                            Sample.on("web1").minute(-minutesBefore).failures(1),
                            Sample.on("web2").minute(-700).failures(1),
                            Sample.on("web3").failures(1)))
                    .isEqualTo(rule);
        }

        @Test
        void a_minion_with_a_new_key_is_no_second_minion() {
            assertThat(ruleOf(
                            Sample.on("web1").failures(1),
                            Sample.on("web1").key("cc:dd").minute(1).failures(1),
                            Sample.on("web2").failures(1)))
                    .isEqualTo(NOTHING);
        }

        @Test
        void a_minion_whose_clock_is_off_does_not_count() {
            assertThat(ruleOf(
                            Sample.on("web1").failures(1),
                            Sample.on("web2").failures(1),
                            Sample.on("web3").clockOff().failures(1)))
                    .isEqualTo(NOTHING);
        }

        @Test
        void probes_are_no_failures() {
            assertThat(ruleOf(
                            Sample.on("web1").failures(1),
                            Sample.on("web2").failures(1),
                            Sample.on("web3").probes(9)))
                    .isEqualTo(NOTHING);
        }
    }

    @Nested
    final class RepeatProber {
        @ParameterizedTest
        @CsvSource({"19, nothing", "20, repeat-prober"})
        void twenty_probes_suffice(int probes, String rule) {
            assertThat(ruleOf(Sample.on("web1").probes(probes))).isEqualTo(rule);
        }

        @Test
        void the_ban_lasts_four_hours_from_the_last_probe() {
            PolicyOutcome outcome = decide(
                    Sample.on("web1").probes(10),
                    Sample.on("web1").minute(59).probes(10).lasting(Duration.ofSeconds(30)));
            assertThat(outcome.bans())
                    .singleElement()
                    .satisfies(ban -> assertThat(ban.ban().until())
                            .contains(Sample.START
                                    .plus(Duration.ofMinutes(59 + 240))
                                    .plusSeconds(30)));
        }

        @ParameterizedTest
        @CsvSource({"239, repeat-prober", "240, nothing"})
        void a_ban_that_would_be_over_is_none(int minutesAgo, String rule) {
            assertThat(ruleOf(Sample.on("web1")
                            .at(Sample.NOW.minus(Duration.ofMinutes(minutesAgo)))
                            .probes(20)))
                    .isEqualTo(rule);
        }

        @Test
        void a_source_with_logins_is_spared() {
            assertThat(ruleOf(
                            Sample.on("web1").probes(50),
                            Sample.on("web2").minute(-9000).login("alice")))
                    .isEqualTo(NOTHING);
        }

        @Test
        void a_permanent_rule_goes_before() {
            assertThat(ruleOf(Sample.on("web1").probes(50).failures(5))).isEqualTo("brute-force");
        }
    }

    @Nested
    final class WhyItBans {
        @Test
        void the_reason_says_what_was_counted_in_the_window() {
            Decision.ToBan ban = decide(
                            Sample.on("web1").seq(1).minute(-30).failures(1),
                            Sample.on("web1").seq(2).root(2).invalid("oracle"),
                            Sample.on("web1").seq(3).minute(4).failures(3).lasting(Duration.ofSeconds(40)),
                            Sample.on("web1").seq(4).minute(9).root(1),
                            Sample.on("web1").seq(5).minute(10).failures(7))
                    .bans()
                    .get(0);
            assertThat(ban.ban().reason())
                    .contains(new Reason(
                            "root-guessing",
                            List.of("web1"),
                            0,
                            Sample.START,
                            Sample.START.plus(Duration.ofMinutes(9)),
                            7,
                            0,
                            List.of(
                                    new UserFailures("alice", false, 3),
                                    new UserFailures("root", false, 3),
                                    new UserFailures("oracle", true, 1)),
                            0,
                            1,
                            false));
            assertThat(ban.evidence()).extracting(item -> item.finding().seq()).containsExactly(2L, 3L, 4L);
        }

        @Test
        void a_ban_keeps_64_items() {
            List<Sample> samples = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                samples.add(Sample.on("web1").seq(i).failures(1));
            }
            Decision.ToBan ban = decide(samples.toArray(Sample[]::new)).bans().get(0);
            assertThat(ban.evidence()).hasSize(64);
            assertThat(ban.ban().reason()).get().extracting(Reason::failures).isEqualTo(100L);
        }

        @Test
        void names_beyond_sixteen_are_counted() {
            String[] names = IntStream.range(0, 10).mapToObj(i -> "a" + i).toArray(String[]::new);
            String[] others = IntStream.range(0, 10).mapToObj(i -> "b" + i).toArray(String[]::new);
            Reason reason = decide(
                            Sample.on("web1").seq(1).invalid(names),
                            Sample.on("web1").seq(2).invalid(others))
                    .bans()
                    .get(0)
                    .ban()
                    .reason()
                    .orElseThrow();
            assertThat(reason.users()).hasSize(16);
            assertThat(reason.usersMore()).isEqualTo(4);
        }
    }

    private static String ruleOf(Sample... samples) {
        return decide(samples).bans().stream()
                .map(ban -> ban.ban().reason().orElseThrow().rule())
                .findFirst()
                .orElse(NOTHING);
    }

    private static PolicyOutcome decide(Sample... samples) {
        List<EvidenceItem> items = Arrays.stream(samples).map(Sample::item).toList();
        return new Policy(PolicySettings.shipped()).decide(PolicyInput.of(items, Sample.NOW));
    }
}
