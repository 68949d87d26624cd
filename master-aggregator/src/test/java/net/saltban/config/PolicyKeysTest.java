package net.saltban.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import net.saltban.policy.Metric;
import net.saltban.policy.Rule;
import net.saltban.policy.UncorroboratedTerm;
import net.saltban.problem.ProblemsException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyKeysTest {
    @Nested
    final class PolicyKeys {
        @Test
        void a_shipped_rule_changes_where_the_file_says_so() throws Exception {
            assertThat(parse("policy: {rules: {brute-force: {threshold: 9, for: 1d}}}")
                            .policy()
                            .rules())
                    .contains(new Rule(
                            "brute-force",
                            Metric.FAILURES,
                            9,
                            Duration.ofMinutes(10),
                            1,
                            Optional.of(Duration.ofDays(1)),
                            false))
                    .hasSize(5);
        }

        @Test
        void a_rule_can_be_switched_off() throws Exception {
            assertThat(parse("policy: {rules: {fleet-wide: off}}").policy().rules())
                    .extracting(Rule::name)
                    .containsExactly("root-guessing", "brute-force", "user-guessing", "repeat-prober");
        }

        @Test
        void a_timed_rule_can_be_made_permanent() throws Exception {
            assertThat(parse("policy: {rules: {repeat-prober: {for: permanent}}}")
                            .policy()
                            .rules())
                    .filteredOn(rule -> rule.banFor().isPresent())
                    .isEmpty();
        }

        @Test
        void a_rule_of_ones_own_stands_behind_the_shipped() throws Exception {
            assertThat(parse(
                                    "policy: {rules: {slow-root: {count: root-failures, threshold: 2, window: 7d, minions: 2}}}")
                            .policy()
                            .rules())
                    .last()
                    .isEqualTo(Rule.permanent("slow-root", Metric.ROOT_FAILURES, 2, Duration.ofDays(7), 2));
        }

        @Test
        void a_rule_of_ones_own_needs_its_numbers() {
            assertThat(problemsOf("policy: {rules: {mine: {threshold: 2}}}"))
                    .containsExactly(
                            "saltban.yaml:1: policy.rules.mine is a rule of your own and needs count",
                            "saltban.yaml:1: policy.rules.mine is a rule of your own and needs window");
        }

        @ParameterizedTest
        @CsvSource({"permanent", "held", "7d"})
        void what_becomes_of_an_uncorroborated_ban(String text) throws Exception {
            UncorroboratedTerm expected = switch (text) {
                case "permanent" -> UncorroboratedTerm.PERMANENT;
                case "held" -> UncorroboratedTerm.HELD;
                default -> UncorroboratedTerm.timed(Duration.ofDays(7));
            };

            assertThat(parse("policy: {uncorroborated: " + text + "}").policy().uncorroborated())
                    .isEqualTo(expected);
        }

        @Test
        void numbers_out_of_range_name_the_range() {
            assertThat(problemsOf("""
                    policy:
                      evidence-age: 31d
                      widest-ipv4: 16
                      brake: {percent: 101}
                      rules:
                        brute-force: {threshold: 0, window: 10}
                        9x: {count: failures, threshold: 1, window: 1m}
                    """))
                    .containsExactly(
                            "saltban.yaml:6: policy.rules.brute-force.threshold is \"0\"; use a whole number from 1 to"
                                    + " 1000000",
                            "saltban.yaml:6: policy.rules.brute-force.window is \"10\"; use a number with s, m, h or d,"
                                    + " from 1m to 30d",
                            "saltban.yaml:7: policy.rules.9x cannot be a rule: a rule's name is 1 to 64 of a-z, 0-9 and"
                                    + " '-', the first a letter",
                            "saltban.yaml:2: policy.evidence-age is \"31d\"; use a number with s, m, h or d, from 1m to"
                                    + " 30d",
                            "saltban.yaml:3: policy.widest-ipv4 is \"16\"; use a whole number from 24 to 32",
                            "saltban.yaml:4: policy.brake.percent is \"101\"; use a whole number from 0 to 100");
        }

        @Test
        void no_rule_at_all_is_refused() {
            assertThat(problemsOf("policy: {rules: {root-guessing: off, brute-force: off, user-guessing: off,"
                            + " fleet-wide: off, repeat-prober: off}}"))
                    .containsExactly("saltban.yaml:1: policy.rules leaves 0 rules; keep 1 to 64");
        }
    }

    private static Configuration parse(String text) throws ProblemsException {
        return Configuration.parse(text, "saltban.yaml");
    }

    private static List<String> problemsOf(String text) {
        ProblemsException thrown = catchThrowableOfType(ProblemsException.class, () -> parse(text));
        assertThat(thrown).as("problems of " + text).isNotNull();
        return thrown.problems().stream().map(Object::toString).toList();
    }
}
