package net.saltban.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What evidence is worth. */
final class EvidenceWeightTest {
    private static Sample guessing() {
        return Sample.on("web1").failures(5);
    }

    @Nested
    final class Corroboration {
        private Optional<Boolean> corroborated(Sample... samples) {
            return Scene.of(samples).decide().bans().stream()
                    .map(ban -> ban.ban().reason().orElseThrow().corroborated())
                    .findFirst();
        }

        @Test
        void text_of_one_minion_alone_is_not_enough() {
            assertThat(corroborated(guessing())).contains(false);
        }

        @Test
        void journald_is_enough_if_its_part_suffices() {
            assertThat(corroborated(guessing().journal())).contains(true);
            assertThat(corroborated(
                            Sample.on("web1").failures(4),
                            Sample.on("web1").failures(1).journal()))
                    .contains(false);
        }

        @ParameterizedTest
        @CsvSource({"1449, true", "1450, false", "-1440, true", "-1441, false"})
        void another_minion_that_saw_it_within_a_day_is_enough(int minute, boolean corroborated) {
            assertThat(corroborated(guessing(), Sample.on("web2").minute(minute).failures(1)))
                    .isEqualTo(Optional.of(corroborated));
        }

        @Test
        void another_minion_whose_clock_is_off_is_not() {
            assertThat(corroborated(guessing(), Sample.on("web2").clockOff().failures(1)))
                    .contains(false);
        }

        @Test
        void what_rests_on_text_alone_can_be_held() {
            Scene scene =
                    Scene.of(guessing()).settings(PolicySettings.shipped().withUncorroborated(UncorroboratedTerm.HELD));
            assertThat(scene.told()).containsExactly("192.0.2.7: held, UNCORROBORATED");
            assertThat(scene.and(Sample.on("web2").failures(1)).told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }

        @Test
        void what_rests_on_text_alone_can_end_after_a_while() {
            Scene scene = Scene.of(guessing())
                    .settings(
                            PolicySettings.shipped().withUncorroborated(UncorroboratedTerm.timed(Duration.ofDays(7))));
            assertThat(scene.told()).containsExactly("192.0.2.7: ban by brute-force until 2026-03-09T10:00:00Z");
            assertThat(scene.now(Instant.parse("2026-03-09T10:00:00Z")).told())
                    .containsExactly("192.0.2.7: below threshold, 5+0");
        }
    }

    @Nested
    final class OnlyOnce {
        @Test
        void a_new_outbox_that_reads_the_log_again_adds_nothing() {
            assertThat(Scene.of(
                                    Sample.on("web1").epoch(1).failures(4),
                                    Sample.on("web1").epoch(2).failures(4))
                            .told())
                    .containsExactly("192.0.2.7: below threshold, 4+0");
        }

        @Test
        void of_two_outboxes_the_larger_count_of_each_minute_counts() {
            assertThat(Scene.of(
                                    Sample.on("web1").epoch(1).failures(1),
                                    Sample.on("web1").epoch(1).seq(2).failures(1),
                                    Sample.on("web1").epoch(2).failures(3),
                                    Sample.on("web1").epoch(2).minute(1).failures(1))
                            .told())
                    .containsExactly("192.0.2.7: below threshold, 4+0");
        }

        @Test
        void an_hour_and_its_minutes_of_another_outbox_are_compared_by_the_hour() {
            assertThat(Scene.of(
                                    Sample.on("web1")
                                            .by(Resolution.HOUR)
                                            .lasting(Duration.ofMinutes(8))
                                            .failures(4),
                                    Sample.on("web1").epoch(2).failures(2),
                                    Sample.on("web1").epoch(2).minute(8).failures(2))
                            .told())
                    .containsExactly("192.0.2.7: below threshold, 4+0");
        }

        @Test
        void a_new_key_with_the_same_outbox_adds_nothing() {
            assertThat(Scene.of(
                                    Sample.on("web1").failures(4),
                                    Sample.on("web1").key("cc:dd").failures(4))
                            .told())
                    .containsExactly("192.0.2.7: below threshold, 4+0");
        }

        @Test
        void the_same_item_twice_counts_once() {
            assertThat(Scene.of(Sample.on("web1").failures(4), Sample.on("web1").failures(4))
                            .told())
                    .containsExactly("192.0.2.7: below threshold, 4+0");
        }
    }

    @Nested
    final class CoarseEvidence {
        @ParameterizedTest
        @CsvSource({"9, ban by brute-force", "10, 'below threshold, 5+0'"})
        void an_hour_counts_where_it_lies_in_the_window_as_a_whole(int minutes, String decision) {
            assertThat(Scene.of(Sample.on("web1")
                                    .by(Resolution.HOUR)
                                    .lasting(Duration.ofMinutes(minutes))
                                    .failures(5))
                            .told())
                    .containsExactly("192.0.2.7: " + decision);
        }

        @Test
        void hours_of_three_minions_still_make_a_day() {
            assertThat(Scene.of(
                                    Sample.on("web1")
                                            .by(Resolution.HOUR)
                                            .lasting(Duration.ofMinutes(50))
                                            .failures(1),
                                    Sample.on("web2")
                                            .by(Resolution.HOUR)
                                            .minute(-600)
                                            .failures(1),
                                    Sample.on("web3").failures(1))
                            .told())
                    .containsExactly("192.0.2.7: ban by fleet-wide");
        }

        @Test
        void days_never_ban() {
            assertThat(Scene.of(Sample.on("web1").by(Resolution.DAY).failures(50))
                            .told())
                    .containsExactly("192.0.2.7: below threshold, 0+0");
        }
    }
}
