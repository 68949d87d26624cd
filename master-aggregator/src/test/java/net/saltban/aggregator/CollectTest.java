package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import net.saltban.aggregator.Bench.Result;
import net.saltban.fleet.FakeFleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        bench.addThreeMinions();
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
            bench.enforceNothing();
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
            bench.enforceNothing();
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

            assertThat(second.body()).isEqualTo(bench.body()).containsExactly("198.51.100.9", ATTACKER);
        }

        @Test
        void the_fleets_own_addresses_are_never_banned_and_protected() throws Exception {
            fleet.minion("web1").failures("192.0.2.2", bench.now(), 50, "root");

            bench.run("collect");

            assertThat(bench.body()).isEmpty();
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

    private void attack(String minion) {
        fleet.minion(minion).failures(ATTACKER, bench.now(), 9, "root");
    }
}
