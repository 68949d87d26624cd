package net.saltban.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import net.saltban.policy.PolicySettings.AlarmMeasure;
import net.saltban.policy.PolicySettings.BrakeMeasure;
import net.saltban.policy.PolicySettings.KnownGoodMeasure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings refuse. */
final class SettingsTest {
    @Nested
    final class OfARule {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Root | 3 | PT10M | 1 | a rule's name is 1 to 64 of a-z, 0-9 and '-', the first a letter",
                    "root | 0 | PT10M | 1 | threshold is 0; use 1 or more",
                    "root | 3 | PT10M | 0 | minions is 0; use 1 or more",
                    "root | 3 | PT59S | 1 | window is PT59S; use whole minutes from 1 minute to 30 days",
                    "root | 3 | PT90S | 1 | window is PT1M30S; use whole minutes from 1 minute to 30 days",
                    "root | 3 | P31D | 1 | window is PT744H; use whole minutes from 1 minute to 30 days"
                })
        void a_value_out_of_its_range_is_named(
                String name, int threshold, Duration window, int minions, String message) {
            assertRefused(() -> Rule.permanent(name, Metric.FAILURES, threshold, window, minions), message);
        }

        @Test
        void a_ban_shorter_than_a_minute_is_refused() {
            assertRefused(
                    () -> new Rule(
                            "short",
                            Metric.PROBES,
                            1,
                            Duration.ofHours(1),
                            1,
                            Optional.of(Duration.ofSeconds(59)),
                            false),
                    "for is below 1 minute; use more, or leave it out for a permanent ban");
        }
    }

    @Nested
    final class OfThePolicy {
        @Test
        void the_shipped_ones_have_five_rules() {
            assertThat(PolicySettings.shipped().rules())
                    .extracting(Rule::name)
                    .containsExactly("root-guessing", "brute-force", "user-guessing", "fleet-wide", "repeat-prober");
        }

        @Test
        void no_rules_and_too_many_are_refused() {
            PolicySettings shipped = PolicySettings.shipped();
            assertRefused(() -> shipped.withRules(List.of()), "there are 0 rules; use 1 to 64");
        }

        @Test
        void two_rules_of_one_name_are_refused() {
            PolicySettings shipped = PolicySettings.shipped();
            Rule rule = shipped.rules().get(0);
            assertRefused(() -> shipped.withRules(List.of(rule, rule)), "two rules are called root-guessing");
        }

        @Test
        void a_floor_cannot_be_lowered() {
            PolicySettings s = PolicySettings.shipped();
            assertRefused(
                    () -> new PolicySettings(
                            s.rules(),
                            s.evidenceAge(),
                            s.clockOffsetMax(),
                            s.recidivism(),
                            false,
                            23,
                            64,
                            s.knownGood(),
                            s.alarm(),
                            s.uncorroborated(),
                            s.corroboration(),
                            s.budget(),
                            s.brake()),
                    "the widest IPv4 prefix is /23; use 24 to 32");
        }

        @Test
        void measures_check_themselves() {
            assertRefused(() -> new KnownGoodMeasure(0, Duration.ZERO), "known-good days is 0; use 1 or more");
            assertRefused(() -> new AlarmMeasure(0, Duration.ofHours(1)), "alarm failures is 0; use 1 or more");
            assertRefused(() -> new BrakeMeasure(0, 10), "brake bans is 0; use 1 or more");
            assertRefused(() -> new BrakeMeasure(1, 101), "brake percent is 101; use 0 to 100");
            assertRefused(
                    () -> UncorroboratedTerm.timed(Duration.ofSeconds(1)),
                    "uncorroborated is PT1S; use 1 minute or more");
        }
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
