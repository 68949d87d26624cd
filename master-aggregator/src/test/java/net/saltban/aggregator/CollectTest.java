package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import net.saltban.aggregator.Bench.Result;
import net.saltban.durable.LockFile;
import net.saltban.fleet.FakeFleet;
import net.saltban.saltapi.SaltApiFault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One cycle after the other, against a fleet in memory. */
final class CollectTest {
    private static final String ATTACKER = "203.0.113.7";

    private final Bench bench;
    private final FakeFleet fleet;

    CollectTest(@TempDir Path temporary) throws Exception {
        bench = new Bench(temporary);
        fleet = bench.fleet();
    }

    @BeforeEach
    void threeMinions() {
        for (int i = 1; i <= 3; i++) {
            fleet.add("web" + i).setAddress("192.0.2." + i);
        }
    }

    @Nested
    final class InObserve {
        @Test
        void bans_are_proposed_and_nothing_is_pushed() {
            attack("web1");

            assertThat(bench.run("collect")).isEqualTo(new Result(0, """
                    pulled:  1 new finding from 3 of 3 minions
                    propose: 203.0.113.7 by root-guessing: 9 on web1
                    pushed:  nothing, mode observe; see saltban bans, then saltban mode enforce
                    """, ""));
            assertThat(fleet.calls()).noneMatch(call -> call.contains("apply") || call.contains("snapshot"));
            assertThat(bench.stateDir().resolve("auto-ban.data")).doesNotExist();
        }

        @Test
        void what_is_unbanned_leaves_the_list_all_the_same() {
            enforce();
            attack("web1");
            bench.run("ban", "198.51.100.9", "--reason", "test");
            bench.run("collect");
            bench.run("mode", "observe");
            fleet.minion("web2").failures("203.0.113.8", bench.now(), 9, "root");

            bench.run("collect");
            assertThat(fleet.minion("web3").bans()).containsExactly("198.51.100.9", ATTACKER);

            Result unban = bench.run("unban", ATTACKER, "--reason", "test");
            assertThat(unban.status()).isZero();
            assertThat(unban.out()).contains("(mode observe: it only shrinks); 3 of 3 minions took it");
            assertThat(fleet.minion("web3").bans()).containsExactly("198.51.100.9");
        }
    }

    @Nested
    final class InEnforce {
        @BeforeEach
        void enforceNow() {
            enforce();
            fleet.forgetCalls();
        }

        @Test
        void what_one_minion_saw_is_refused_by_all() {
            attack("web1");

            Result collect = bench.run("collect");

            assertThat(collect.status()).isZero();
            assertThat(collect.err()).isEmpty();
            assertThat(collect.out()).matches("""
                    pulled:  1 new finding from 3 of 3 minions
                    banned:  203\\.0\\.113\\.7 by root-guessing: 9 on web1
                    pushed:  list [0-9]+ with 1 ban; 3 of 3 minions took it
                    """);
            assertThat(fleet.minion("web1").bans()).containsExactly(ATTACKER);
            assertThat(fleet.minion("web3").bans()).containsExactly(ATTACKER);
        }

        @Test
        void a_quiet_cycle_pulls_and_pushes_nothing() {
            attack("web1");
            bench.run("collect");
            fleet.forgetCalls();

            Result quiet = bench.run("collect");

            assertThat(quiet.out()).contains("pulled:  0 new findings from 3 of 3 minions", "pushed:  nothing new");
            assertThat(fleet.calls()).containsExactly("publish saltban.findings web1,web2,web3");
        }

        @Test
        void quiet_prints_nothing_if_all_is_well() {
            attack("web1");

            assertThat(bench.run("collect", "--quiet")).isEqualTo(new Result(0, "", ""));
        }

        @Test
        void a_new_ban_travels_as_a_delta() {
            attack("web1");
            bench.run("collect");

            assertThat(fleet.minion("web2").applied().get(1)).startsWith("delta ");
        }

        @Test
        void the_same_evidence_gives_the_same_body(@TempDir Path other) throws Exception {
            attack("web1");
            fleet.minion("web2").failures("198.51.100.9", bench.now(), 9, "admin");
            bench.run("collect");

            Bench second = new Bench(other);
            second.fleet().add("web2").failures("198.51.100.9", second.now(), 9, "admin");
            second.run("collect");
            second.pass(Duration.ofMinutes(11));
            second.fleet().add("web1").failures(ATTACKER, second.now().minus(Duration.ofMinutes(11)), 9, "root");
            second.run("collect");
            second.run("mode", "enforce", "--bans", "2");

            assertThat(body(second)).isEqualTo(body(bench)).containsExactly("198.51.100.9", ATTACKER);
        }

        @Test
        void the_fleets_own_addresses_are_never_banned_and_protected() throws Exception {
            fleet.minion("web1").failures("192.0.2.2", bench.now(), 50, "root");

            bench.run("collect");

            assertThat(body(bench)).isEmpty();
            try (Stream<Path> files = Files.list(bench.stateDir().resolve("snapshots"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".protected")))
                        .anySatisfy(file -> assertThat(file).content().contains("192.0.2.1\n192.0.2.2\n192.0.2.3\n"));
            }
        }

        @Test
        void more_than_a_page_is_pulled_page_by_page() {
            for (int i = 1; i <= 250; i++) {
                fleet.minion("web1").failures("198.51.100." + i, bench.now(), 1, "root");
            }

            assertThat(bench.run("collect").out()).contains("pulled:  250 new findings");
            assertThat(fleet.calls())
                    .startsWith(
                            "publish saltban.findings web1,web2,web3",
                            "publish saltban.findings web1",
                            "publish saltban.findings web1");
        }

        @Test
        void a_timed_ban_ends_with_the_next_cycle() {
            bench.run("ban", ATTACKER, "--for", "2h", "--reason", "test");
            assertThat(fleet.minion("web1").bans()).containsExactly(ATTACKER);

            bench.pass(Duration.ofHours(3));
            Result collect = bench.run("collect");

            assertThat(collect.out()).contains("ended:   203.0.113.7, banned by operator at 2026-01-05 03:05");
            assertThat(fleet.minion("web1").bans()).isEmpty();
        }

        @Test
        void too_many_bans_at_once_are_held_as_a_whole() {
            bench.configureOrFail("policy: {brake: {bans: 3}}");
            for (int i = 1; i <= 5; i++) {
                fleet.minion("web1").failures("198.51.100." + i, bench.now(), 9, "root");
            }

            Result collect = bench.run("collect");

            assertThat(collect.err())
                    .isEqualTo("saltban: this cycle would have added 5 bans, more than the 3 that policy.brake lets"
                            + " through; all are held: saltban review\n");
            assertThat(fleet.minion("web1").bans()).isEmpty();
            assertThat(bench.run("review", "--release-all", "--bans", "5", "--reason", "real")
                            .out())
                    .contains("5 bans released, 0 rejected", "3 of 3 minions took it");
            assertThat(fleet.minion("web1").bans()).hasSize(5);
        }

        @Test
        void a_login_from_a_banned_source_raises_an_alarm() {
            attack("web1");
            bench.run("collect");
            fleet.minion("web2").login(ATTACKER, bench.now(), "root");

            Result collect = bench.run("collect");

            assertThat(collect.err())
                    .contains("saltban: ALARM: login of root by publickey from 203.0.113.7 on web2 at 2026-01-05");
        }

        @Test
        void a_kernel_that_lost_the_list_is_mended() {
            attack("web1");
            bench.run("collect");
            fleet.minion("web2").setDrifting(true);
            bench.pass(Duration.ofMinutes(11)); // then minions are asked what they enforce

            bench.run("collect");

            assertThat(fleet.calls()).contains("publish saltban.apply web2");
            assertThat(bench.run("minions").status()).isZero();
        }
    }

    @Nested
    final class WithTrouble {
        @BeforeEach
        void enforceNow() {
            enforce();
        }

        @Test
        void an_offline_minion_is_named_and_the_others_are_served() {
            attack("web1");
            fleet.minion("web3").goOffline();

            Result collect = bench.run("collect");

            assertThat(collect.status()).isEqualTo(75);
            assertThat(collect.err())
                    .isEqualTo("saltban: web3: unreachable: no answer within 30 s; is salt-minion running there?\n");
            assertThat(collect.out()).contains("from 2 of 3 minions", "2 of 3 minions took it");
            assertThat(fleet.minion("web2").bans()).containsExactly(ATTACKER);
        }

        @Test
        void a_minion_that_was_silent_before_holds_nobody_up() {
            fleet.minion("web3").goOffline();
            bench.run("collect");
            Instant before = bench.now();
            attack("web1");

            bench.run("collect");

            assertThat(Duration.between(before, bench.now())).isLessThan(Duration.ofSeconds(2));
            assertThat(fleet.minion("web2").bans()).containsExactly(ATTACKER);
        }

        @Test
        void a_minion_that_comes_back_gets_the_list_with_the_next_cycle() {
            attack("web1");
            fleet.minion("web3").goOffline();
            bench.run("collect");
            fleet.minion("web3").goOnline();

            assertThat(bench.run("collect").status()).isZero();
            assertThat(fleet.minion("web3").bans()).containsExactly(ATTACKER);
        }

        @Test
        void rubbish_is_refused_and_moves_no_cursor() {
            attack("web1");
            fleet.minion("web1").answer("saltban.findings", "{\"v\":1,\"epoch\":\"\\u001b[31m\"}");

            Result collect = bench.run("collect");

            assertThat(collect.status()).isEqualTo(75);
            assertThat(collect.err()).startsWith("saltban: web1: refused: its answer is no findings document: ");
            assertThat(collect.err()).doesNotContain("\u001b");

            fleet.minion("web1").answerNormally("saltban.findings");
            assertThat(bench.run("collect").out()).contains("banned:  203.0.113.7 by root-guessing: 9 on web1");
        }

        @Test
        void a_failed_agent_says_why_and_moves_no_cursor() {
            attack("web1");
            fleet.minion("web1").failAt("saltban.findings", "Salt replaced a part of the return by VALUE_TRIMMED");

            Result collect = bench.run("collect");

            assertThat(collect.status()).isEqualTo(75);
            assertThat(collect.err())
                    .isEqualTo("saltban: web1: failed: Salt replaced a part of the return by VALUE_TRIMMED\n");

            fleet.minion("web1").answerNormally("saltban.findings");
            assertThat(bench.run("collect").out()).contains("banned:  203.0.113.7");
        }

        @Test
        void a_slow_minion_is_waited_for() {
            attack("web1");
            fleet.minion("web1").setLatency(Duration.ofSeconds(20));

            assertThat(bench.run("collect").out()).contains("banned:  203.0.113.7");
        }

        @Test
        void a_minion_that_is_too_slow_is_heard_the_next_time() {
            attack("web1");
            fleet.minion("web1").setLatency(Duration.ofSeconds(40));
            assertThat(bench.run("collect").status()).isEqualTo(75);

            fleet.minion("web1").setLatency(Duration.ZERO);
            assertThat(bench.run("collect").out()).contains("banned:  203.0.113.7");
        }

        @Test
        void a_minion_without_an_accepted_key_is_not_believed() {
            attack("web1");
            fleet.minion("web1").setKey("");

            Result collect = bench.run("collect");

            assertThat(collect.err())
                    .isEqualTo(
                            "saltban: web1: refused: the master has no accepted key of this minion, so nothing vouches"
                                    + " for what it reports; see salt-key -L\n");
            assertThat(fleet.minion("web2").bans()).isEmpty();
        }

        @Test
        void a_minion_whose_key_is_gone_is_unreachable() {
            fleet.remove("web3");

            assertThat(bench.run("collect").err())
                    .isEqualTo("saltban: web3: unreachable: the master has no accepted key of this minion\n");
        }

        @Test
        void a_new_key_under_an_old_name_is_told() {
            attack("web1");
            bench.run("collect");
            fleet.minion("web1").setKey("dd:ee:ff");
            fleet.minion("web1").startEpoch("0123456789abcdef");
            fleet.minion("web1").failures("198.51.100.9", bench.now(), 1, "root");

            assertThat(bench.run("collect").err())
                    .contains(
                            "saltban: web1: reports under a new key; the old one was aa:bb:cc. If you did not reinstall"
                                    + " it, find out who holds that key\n");
        }

        @Test
        void a_clock_that_is_off_is_told() {
            fleet.minion("web1").setClockOffset(Duration.ofHours(-3));

            assertThat(bench.run("collect").err())
                    .contains(
                            "saltban: web1: its clock is 3 h slow; set it, until then it counts for rules on one minion"
                                    + " only\n");
        }

        @Test
        void a_minion_that_obeys_another_list_is_named() {
            fleet.minion("web2").obey(UUID.fromString("11111111-2222-3333-4444-555555555555"), 1);
            attack("web1");

            Result collect = bench.run("collect");

            assertThat(collect.status()).isEqualTo(75);
            assertThat(collect.err())
                    .matches("saltban: web2: refused the list: the list [-0-9a-f]{36} is not the one"
                            + " obeyed here\n");
        }

        @Test
        void a_second_run_says_so_and_leaves() throws Exception {
            try (LockFile lock =
                    LockFile.tryLock(bench.stateDir().resolve("lock")).orElseThrow()) {
                assertThat(lock).isNotNull();
                fleet.forgetCalls();

                assertThat(bench.run("collect"))
                        .isEqualTo(new Result(
                                75, "", "saltban: STATE/lock: another saltban is at work here; nothing was done\n"));
                assertThat(fleet.calls()).isEmpty();
            }
        }

        @ParameterizedTest
        @CsvSource({
            "UNREACHABLE, 69",
            "TIMEOUT, 69",
            "SERVER, 69",
            "TLS, 69",
            "WRONG_PASSWORD, 77",
            "NOT_GRANTED, 77",
            "CLIENT_DISABLED, 78",
            "RUNNER_MISSING, 78"
        })
        void a_fault_of_salt_api_has_its_status(SaltApiFault fault, int status) {
            fleet.fail("login", fault);

            assertThat(bench.run("collect"))
                    .isEqualTo(new Result(status, "", "saltban: http://127.0.0.1:8000: login: " + fault + "\n"));
        }

        @Test
        void what_was_pulled_before_a_fault_is_kept() {
            attack("web1");
            fleet.fail("saltban.publish", SaltApiFault.SERVER);
            assertThat(bench.run("collect").status()).isEqualTo(69);

            fleet.mend();
            Result collect = bench.run("collect");

            assertThat(collect.out()).contains("pulled:  0 new findings");
            assertThat(fleet.minion("web2").bans()).containsExactly(ATTACKER);
        }

        @Test
        void nobody_to_ask_is_told() {
            bench.configureOrFail("minions: 'db*'");

            assertThat(bench.run("collect"))
                    .isEqualTo(new Result(
                            66,
                            "",
                            "saltban: http://127.0.0.1:8000: the master knows no minion of minions: db*; see salt-key"
                                    + " -L, or correct minions in the configuration\n"));
        }
    }

    @Nested
    final class WithADamagedBanFile {
        private Path file = Path.of("");

        @BeforeEach
        void editTheFile() throws Exception {
            enforce();
            attack("web1");
            bench.run("collect");
            file = bench.stateDir().resolve("auto-ban.data");
            Files.writeString(file, Files.readString(file) + "203.0.113.9\n");
        }

        @Test
        void it_is_kept_and_stops_the_push_but_not_the_evidence() throws Exception {
            fleet.minion("web2").failures("198.51.100.9", bench.now(), 9, "root");
            String before = Files.readString(file);

            Result collect = bench.run("collect");

            assertThat(collect.status()).isEqualTo(65);
            assertThat(collect.err())
                    .matches("saltban: STATE/auto-ban\\.data.*; the file is kept and nothing is pushed;"
                            + " saltban rebuild shows how it differs from the evidence and mends it\n");
            assertThat(file).hasContent(before);
            assertThat(fleet.minion("web3").bans()).containsExactly(ATTACKER);
            assertThat(bench.run("bans").out()).contains("198.51.100.9");
        }

        @Test
        void rebuild_shows_the_difference_and_mends_it() {
            Result shown = bench.run("rebuild");
            assertThat(shown.out())
                    .contains(
                            "in the file: 2 bans; in the evidence: 1 ban",
                            "only in the file: 203.0.113.9",
                            "nothing is done yet; to replace the file: saltban rebuild --apply");

            Result applied = bench.run("rebuild", "--apply", "--reason", "edited by hand");
            assertThat(applied.out())
                    .contains("the old file is kept as STATE/auto-ban.data.", "3 of 3 minions took it");
            assertThat(bench.run("collect").status()).isZero();
            assertThat(body(bench)).containsExactly(ATTACKER);
        }

        @Test
        void rebuild_in_observe_keeps_what_the_file_held() {
            bench.run("mode", "observe", "--no-push");

            bench.run("rebuild", "--apply");

            assertThat(body(bench)).containsExactly(ATTACKER);
        }
    }

    private void attack(String minion) {
        fleet.minion(minion).failures(ATTACKER, bench.now(), 9, "root");
    }

    /** Leaves observe with an empty list. */
    private void enforce() {
        bench.run("collect");
        Result mode = bench.run("mode", "enforce", "--bans", "0");
        assertThat(mode.status()).as(mode.toString()).isZero();
    }

    private static List<String> body(Bench bench) {
        try {
            return Files.readString(bench.stateDir().resolve("auto-ban.data"))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
