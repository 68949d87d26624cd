package net.saltban.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import net.saltban.address.Prefix;
import net.saltban.finding.OutboxCursor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between a rule that holds and a ban. */
final class PolicyTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static Sample guessing() {
        return Sample.on("web1").failures(5);
    }

    @Nested
    final class Protected {
        @ParameterizedTest
        @CsvSource({
            "192.0.2.7, '192.0.2.7: allowlisted, the allowlist (192.0.2.7)'",
            "192.0.2.0/24, '192.0.2.7: allowlisted, the allowlist (192.0.2.0/24)'",
            "192.0.2.6, 192.0.2.7: ban by brute-force",
            "192.0.2.8/29, 192.0.2.7: ban by brute-force"
        })
        void the_allowlist_beats_a_rule(String entry, String decision) {
            assertThat(Scene.of(guessing()).allow(entry).told()).containsExactly(decision);
        }

        @Test
        void the_allowlist_beats_a_ban_too() {
            assertThat(Scene.of(guessing())
                            .allow("192.0.2.7")
                            .banned("192.0.2.7", Sample.START)
                            .told())
                    .containsExactly("192.0.2.7: allowlisted, the allowlist (192.0.2.7)");
        }

        @Test
        void addresses_of_the_fleet_are_not_banned() {
            assertThat(Scene.of(guessing()).protect("192.0.2.0/28").told())
                    .containsExactly("192.0.2.7: allowlisted, a protected address of the fleet (192.0.2.0/28)");
        }

        @ParameterizedTest
        @CsvSource({
            "10.1.2.3, 10.0.0.0/8",
            "172.31.255.255, 172.16.0.0/12",
            "192.168.0.1, 192.168.0.0/16",
            "100.127.0.1, 100.64.0.0/10",
            "169.254.1.1, 169.254.0.0/16",
            "fd00::1, fc00::/7",
            "fe80::1, fe80::/10"
        })
        void private_addresses_are_banned_only_if_the_settings_say_so(String source, String entry) {
            Scene scene = Scene.of(guessing().from(source));
            assertThat(scene.told())
                    .containsExactly(source + ": allowlisted, the addresses that a machine never bans (" + entry + ")");
            assertThat(scene.settings(PolicySettings.shipped().withBanPrivate(true))
                            .told())
                    .containsExactly(source + ": ban by brute-force");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"172.32.0.1", "172.15.255.255", "192.169.0.1", "100.128.0.1", "11.0.0.1", "9.255.255.255"})
        void their_neighbours_are_banned(String source) {
            assertThat(Scene.of(guessing().from(source)).told()).containsExactly(source + ": ban by brute-force");
        }

        @ParameterizedTest
        @CsvSource({
            "192.0.2.0/24, true",
            "192.0.2.0/23, false",
            "2001:db8::/64, true",
            "2001:db8::/63, false",
            "127.0.0.1, false",
            "224.0.0.1, false",
            "255.255.255.255, false",
            "::1, false",
            "ff02::1, false"
        })
        void nothing_too_wide_and_nothing_special_is_banned_by_machine(String prefix, boolean mayBan) {
            PolicySettings settings = PolicySettings.shipped().withBanPrivate(true);
            assertThat(Protection.none()
                            .exemption(Prefix.parse(prefix), settings)
                            .isEmpty())
                    .isEqualTo(mayBan);
        }
    }

    @Nested
    final class BannedBefore {
        @Test
        void the_same_evidence_proposes_nothing_new() {
            Ban ban = Scene.of(guessing()).decide().bans().get(0).ban();
            assertThat(Scene.of(guessing())
                            .banned(ban)
                            .now(Sample.NOW.plusSeconds(60))
                            .told())
                    .containsExactly("192.0.2.7: already banned by 192.0.2.7");
        }

        @Test
        void a_wider_ban_by_an_operator_covers_it() {
            assertThat(Scene.of(guessing()).bannedByOperator("192.0.2.0/24").told())
                    .containsExactly("192.0.2.7: already banned by 192.0.2.0/24");
        }

        @Test
        void a_permanent_ban_takes_the_place_of_a_timed_one() {
            assertThat(Scene.of(guessing())
                            .banned("192.0.2.7", Sample.START, Sample.NOW.plus(DAY))
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force for [192.0.2.7]");
        }

        @Test
        void a_timed_ban_is_not_prolonged() {
            assertThat(Scene.of(Sample.on("web1").minute(60).probes(20))
                            .banned("192.0.2.7", Sample.START, Sample.NOW.plusSeconds(60))
                            .told())
                    .containsExactly("192.0.2.7: already banned by 192.0.2.7");
        }

        @Test
        void a_ban_that_has_run_out_does_not_come_back_by_its_own_evidence() {
            Scene scene = Scene.of(Sample.on("web1").probes(20));
            Ban ban = scene.decide().bans().get(0).ban();
            Instant over = ban.until().orElseThrow();
            assertThat(scene.banned(ban).now(over.minusSeconds(1)).told())
                    .containsExactly("192.0.2.7: already banned by 192.0.2.7");
            assertThat(scene.now(over).told()).containsExactly("192.0.2.7: below threshold, 0+20");
        }

        @ParameterizedTest
        @CsvSource({
            "0, 192.0.2.7: ban by repeat-prober until 2026-03-02T14:00:00Z",
            "1, 192.0.2.7: ban by repeat-prober",
            "7775999, 192.0.2.7: ban by repeat-prober",
            "7776000, 192.0.2.7: ban by repeat-prober",
            "7776001, 192.0.2.7: ban by repeat-prober until 2026-03-02T14:00:00Z"
        })
        void who_returns_within_90_days_of_a_timed_ban_stays_banned(long secondsSince, String decision) {
            Instant until = Sample.START.minusSeconds(secondsSince);
            assertThat(Scene.of(Sample.on("web1").probes(20))
                            .banned("192.0.2.7", until.minus(DAY), until)
                            .told())
                    .containsExactly(decision);
        }
    }

    @Nested
    final class Unbanned {
        private Tombstone tombstone(Instant at, OutboxCursor... cursors) {
            return new Tombstone(
                    Prefix.parse("192.0.2.7"), at, Map.of(new Reporter("web1", "aa:bb"), List.of(cursors)));
        }

        @ParameterizedTest
        @CsvSource({"0, tombstoned", "-1, ban by brute-force"})
        void evidence_that_ended_by_then_never_counts(long seconds, String decision) {
            assertThat(Scene.of(guessing())
                            .tombstone(tombstone(Sample.START.plusSeconds(seconds)))
                            .told())
                    .containsExactly("192.0.2.7: " + decision);
        }

        @ParameterizedTest
        @CsvSource({"9, ban by brute-force", "10, tombstoned"})
        void evidence_numbered_by_then_never_counts_whatever_its_clock_said(long seq, String decision) {
            OutboxCursor cursor = new OutboxCursor("0000000000000001", seq);
            assertThat(Scene.of(guessing().seq(10))
                            .tombstone(tombstone(Sample.START.minusSeconds(60), cursor))
                            .told())
                    .containsExactly("192.0.2.7: " + decision);
        }

        @Test
        void the_number_of_another_outbox_says_nothing() {
            OutboxCursor cursor = new OutboxCursor("0000000000000002", 99);
            assertThat(Scene.of(guessing().seq(10))
                            .tombstone(tombstone(Sample.START.minusSeconds(60), cursor))
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }

        @Test
        void old_and_new_evidence_do_not_add_up() {
            assertThat(Scene.of(
                                    Sample.on("web1").seq(1).failures(4),
                                    Sample.on("web1").seq(2).minute(2).failures(4))
                            .tombstone(tombstone(Sample.START.plusSeconds(60)))
                            .told())
                    .containsExactly("192.0.2.7: tombstoned");
        }

        @Test
        void new_evidence_bans_anew() {
            assertThat(Scene.of(
                                    Sample.on("web1").seq(1).failures(50),
                                    Sample.on("web1").seq(2).minute(2).failures(5))
                            .tombstone(tombstone(Sample.START.plusSeconds(60)))
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }

        @Test
        void others_are_not_spared() {
            assertThat(Scene.of(guessing().from("192.0.2.8"))
                            .tombstone(tombstone(Sample.NOW))
                            .told())
                    .containsExactly("192.0.2.8: ban by brute-force");
        }
    }

    @Nested
    final class Retracted {
        private Retraction retraction(String minion, String key, long from, long to) {
            return new Retraction(minion, key, Sample.START.plusSeconds(from), Sample.START.plusSeconds(to));
        }

        @ParameterizedTest
        @CsvSource({
            "web1, '', -60, 60, 'below threshold, 0+0'",
            "web1, aa:bb, 0, 1, 'below threshold, 0+0'",
            "web1, cc:dd, -60, 60, ban by brute-force",
            "web2, '', -60, 60, ban by brute-force",
            "web1, '', 1, 60, ban by brute-force",
            "web1, '', -60, 0, ban by brute-force"
        })
        void what_a_reporter_reported_in_that_time_never_counts(
                String minion, String key, long from, long to, String decision) {
            assertThat(Scene.of(guessing())
                            .retract(retraction(minion, key, from, to))
                            .told())
                    .containsExactly("192.0.2.7: " + decision);
        }

        @Test
        void its_logins_do_not_shield_either() {
            Scene scene = Scene.of(
                    guessing(),
                    Sample.on("web1").after(DAY.multipliedBy(-3)).login("alice"),
                    Sample.on("web1").after(DAY.multipliedBy(-2)).login("alice"));
            assertThat(scene.told()).containsExactly("192.0.2.7: known-good on [web1]");
            assertThat(scene.retract(retraction("web1", "", -4 * 86_400, -86_400))
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }
    }
}
