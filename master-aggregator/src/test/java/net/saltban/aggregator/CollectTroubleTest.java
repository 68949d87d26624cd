package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

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

/** Cycles in which something goes wrong, against a fleet in memory. */
final class CollectTroubleTest {
    private static final String ATTACKER = "203.0.113.7";

    private final Bench bench;
    private final FakeFleet fleet;

    CollectTroubleTest(@TempDir Path temporary) throws Exception {
        bench = new Bench(temporary);
        fleet = bench.fleet();
    }

    @BeforeEach
    void threeMinions() {
        bench.addThreeMinions();
    }

    @Nested
    final class WithTrouble {
        @BeforeEach
        void enforceNow() {
            bench.enforceNothing();
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
            bench.enforceNothing();
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
            assertThat(bench.body()).containsExactly(ATTACKER);
        }

        @Test
        void rebuild_in_observe_keeps_what_the_file_held() {
            bench.run("mode", "observe", "--no-push");

            bench.run("rebuild", "--apply");

            assertThat(bench.body()).containsExactly(ATTACKER);
        }
    }

    private void attack(String minion) {
        fleet.minion(minion).failures(ATTACKER, bench.now(), 9, "root");
    }
}
