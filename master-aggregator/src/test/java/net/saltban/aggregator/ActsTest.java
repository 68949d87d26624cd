package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import net.saltban.aggregator.Bench.Result;
import net.saltban.fleet.FakeFleet;
import net.saltban.saltapi.SaltApiFault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do, word for word, on a fleet that enforces three bans. */
final class ActsTest {
    private final Path folder;
    private final Bench bench;
    private final FakeFleet fleet;

    ActsTest(@TempDir Path temporary) throws Exception {
        folder = temporary;
        bench = new Bench(temporary);
        fleet = bench.fleet();
    }

    @BeforeEach
    void threeBans() throws Exception {
        bench.enforceThreeBans();
    }

    @Nested
    final class Acts {
        @Test
        void a_ban_reaches_every_minion_at_once() {
            Result ban = bench.run("ban", "203.0.113.99", "--reason", "test");

            assertThat(ban.status()).isZero();
            assertThat(ban.out()).matches("""
                    203\\.0\\.113\\.99 is banned for good
                    pushed:  list [0-9]+ with 4 bans; 3 of 3 minions took it
                    """);
            assertThat(fleet.minion("web3").bans()).contains("203.0.113.99");
        }

        @Test
        void a_ban_of_an_allowlisted_address_is_refused() {
            assertThat(bench.run("ban", "198.51.100.7", "--reason", "test"))
                    .isEqualTo(new Result(
                            65,
                            "",
                            "saltban: 198.51.100.7: it meets the allowlist (198.51.100.0/24); take that entry off first,"
                                    + " by saltban allow --end 198.51.100.0/24, or in the configuration\n"));
        }

        @Test
        void an_unban_reaches_every_minion_and_old_evidence_does_not_ban_anew() {
            Result unban = bench.run("unban", "203.0.113.7", "--reason", "test");
            assertThat(unban.status()).isZero();
            assertThat(unban.out())
                    .startsWith("203.0.113.7 is unbanned; it was banned by root-guessing at 2026-01-05 03:05:00 UTC\n")
                    .endsWith("3 of 3 minions took it\n");

            bench.pass(Duration.ofHours(1));
            bench.run("collect");

            assertThat(fleet.minion("web1").bans()).doesNotContain("203.0.113.7");
        }

        @Test
        void an_unban_within_a_wider_ban_says_that_it_does_not_help() {
            Result unban = bench.run("unban", "2001:db8:66::1", "--reason", "test");

            assertThat(unban.status()).isEqualTo(65);
            assertThat(unban.err())
                    .isEqualTo(
                            "saltban: 2001:db8:66::1: it is still refused, since it lies in 2001:db8:66::/64, which is"
                                    + " banned as a whole; saltban unban 2001:db8:66::/64 lets all of that in, saltban allow"
                                    + " 2001:db8:66::1 takes 2001:db8:66::/64 off the list for its sake\n");
        }

        @Test
        void what_a_minion_reported_is_taken_back_and_stays_so() {
            bench.pass(Duration.ofMinutes(1));
            Result retract = bench.run("retract", "web1", "--reason", "broken into");
            assertThat(retract.status()).isZero();
            assertThat(retract.out()).startsWith("""
                            what web1 reported does not count any more; 2 bans end
                              203.0.113.7, banned by root-guessing at 2026-01-05 03:05:00 UTC
                              203.0.113.8, banned by""").endsWith("3 of 3 minions took it\n");

            bench.pass(Duration.ofHours(1));
            bench.run("collect");

            assertThat(fleet.minion("web3").bans()).containsExactly("2001:db8:66::/64");
        }

        @Test
        void what_happened_after_the_time_taken_back_still_counts() {
            assertThat(bench.run("retract", "web1", "--to", "2020-01-01T00:00:00Z", "--reason", "x")
                            .out())
                    .startsWith("what web1 reported does not count any more; 0 bans end\n");
            assertThat(fleet.minion("web1").bans()).hasSize(3);
        }

        @Test
        void a_minion_that_nobody_knows_cannot_be_taken_back() {
            assertThat(bench.run("retract", "web\u001b9", "--reason", "x"))
                    .isEqualTo(new Result(
                            66,
                            "",
                            "saltban: \"web\\u001b9\": no minion of this name is known; saltban minions shows them\n"));
        }

        @Test
        void what_is_allowed_leaves_the_list_and_comes_back_with_its_end() {
            assertThat(bench.run("allow", "203.0.113.0/24", "--reason", "office")
                            .out())
                    .startsWith("203.0.113.0/24 is allowed\noff the list for it: 203.0.113.7 and 203.0.113.8\n");
            assertThat(fleet.minion("web1").bans()).containsExactly("2001:db8:66::/64");

            assertThat(bench.run("allow", "203.0.113.0/24", "--end", "--reason", "moved")
                            .out())
                    .startsWith("203.0.113.0/24 is no longer allowed\n");
            assertThat(fleet.minion("web1").bans()).hasSize(3);
        }

        @Test
        void an_entry_of_the_configuration_ends_there() {
            assertThat(bench.run("allow", "198.51.100.0/24", "--end", "--reason", "x"))
                    .isEqualTo(new Result(
                            66,
                            "",
                            "saltban: 198.51.100.0/24: no operator allowed it; it stands in the configuration, take it out"
                                    + " there\n"));
        }

        @Test
        void every_address_cannot_be_allowed() {
            assertThat(bench.run("allow", "::/0", "--reason", "x"))
                    .isEqualTo(new Result(65, "", "saltban: ::/0: that is every address; name those meant\n"));
        }

        @Test
        void without_push_the_next_cycle_does_it() {
            assertThat(bench.run("unban", "203.0.113.7", "--no-push", "--reason", "test")
                            .out())
                    .endsWith("not pushed; the next saltban collect does it\n");
            assertThat(fleet.minion("web1").bans()).contains("203.0.113.7");

            bench.run("collect");

            assertThat(fleet.minion("web1").bans()).doesNotContain("203.0.113.7");
        }

        @Test
        void an_act_is_kept_where_salt_api_fails() {
            fleet.fail("login", SaltApiFault.UNREACHABLE);

            Result unban = bench.run("unban", "203.0.113.7", "--reason", "test");

            assertThat(unban.status()).isEqualTo(69);
            assertThat(unban.err())
                    .endsWith("UNREACHABLE; what you did is stored, and the next saltban collect pushes it\n");
            fleet.mend();
            bench.run("collect");
            assertThat(fleet.minion("web1").bans()).doesNotContain("203.0.113.7");
        }
    }

    @Nested
    final class ModeOf {
        @Test
        void is_shown_with_the_number_of_bans() {
            assertThat(bench.run("mode").out()).isEqualTo("enforce, 3 bans\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"--bans=2", "--bans=4", "--bans=0"})
        void enforcing_needs_the_right_number(String bans) {
            bench.run("mode", "observe");

            Result mode = bench.run("mode", "enforce", bans);

            assertThat(mode.status()).isEqualTo(64);
            assertThat(mode.err())
                    .isEqualTo("saltban: --bans is " + bans.substring(7)
                            + ", but 3 bans are proposed; look at saltban bans,"
                            + " then: saltban mode enforce --bans 3\n");
            assertThat(bench.run("mode").out())
                    .isEqualTo("observe, 3 bans proposed; look at saltban bans, then: saltban mode enforce --bans 3\n");
        }
    }

    @Nested
    final class Review {
        @BeforeEach
        void holdTwo() throws Exception {
            bench.configure("policy: {uncorroborated: held}");
            fleet.minion("web1").textFailures("203.0.113.20", bench.now(), 6, "admin");
            fleet.minion("web1").textFailures("203.0.113.21", bench.now(), 6, "admin");
            bench.run("collect");
        }

        @Test
        void lists_what_waits_and_why() {
            assertThat(bench.run("review").out()).isEqualTo("""
                    PREFIX        SINCE (UTC)       RULE         BY    COUNT  WAITS BECAUSE
                    203.0.113.20  2026-01-05 03:05  brute-force  web1      6  only a text log of one minion speaks for it
                    203.0.113.21  2026-01-05 03:05  brute-force  web1      6  only a text log of one minion speaks for it
                    saltban review --release PREFIX, or --reject PREFIX
                    """);
        }

        @Test
        void releases_and_rejects() {
            assertThat(bench.run("review", "--release", "203.0.113.20", "--reject", "203.0.113.21")
                            .out())
                    .startsWith("1 ban released, 1 rejected\n");

            assertThat(fleet.minion("web1").bans()).contains("203.0.113.20").doesNotContain("203.0.113.21");
            assertThat(bench.run("review").out()).isEqualTo("no ban waits for review\n");
        }

        @Test
        void of_what_does_not_wait_is_refused() {
            assertThat(bench.run("review", "--release", "203.0.113.22"))
                    .isEqualTo(new Result(
                            66,
                            "",
                            "saltban: 203.0.113.22: no ban of exactly this prefix waits; saltban review lists those that"
                                    + " do\n"));
        }

        @Test
        void of_all_needs_the_number() {
            assertThat(bench.run("review", "--release-all").err())
                    .isEqualTo(
                            "saltban: --bans is missing, but 2 bans wait; look at saltban review, then: saltban review"
                                    + " --release-all --bans 2\n");
        }
    }

    @Nested
    final class Import {
        private Path old = Path.of("");

        @BeforeEach
        void write() throws Exception {
            old = Files.writeString(folder.resolve("old.list"), """
                    # an old list
                    1.2.3.4
                    1.2.3.4
                    something else
                    10.0.0.1
                    5.6.7.0/24
                    198.51.100.7
                    2001:db8:66::/64
                    """);
        }

        @Test
        void first_only_says_what_it_would_do() {
            assertThat(bench.run("import", old.toString()).out().replace(old.toString(), "OLD"))
                    .isEqualTo("""
                    OLD: 8 lines, 5 different addresses
                      no address found in 1 line, the first is line 4
                      left out for the addresses that a machine never bans: 10.0.0.1
                      left out for the allowlist: 198.51.100.7
                      left out for bans that are there already: 2001:db8:66::/64
                      new bans: 2 (1.2.3.4 and 5.6.7.0/24)
                    nothing is done yet; to do it: saltban import OLD --apply --bans 2
                    """);
            assertThat(fleet.minion("web1").bans()).hasSize(3);
        }

        @Test
        void needs_the_number() {
            Result wrong = bench.run("import", old.toString(), "--apply", "--bans", "3");

            assertThat(wrong.status()).isEqualTo(64);
            assertThat(wrong.err())
                    .isEqualTo("saltban: --bans is 3, but there would be 2 new bans; nothing was done\n");
        }

        @Test
        void bans_them_and_remembers_where_they_come_from() {
            Result done = bench.run("import", old.toString(), "--apply", "--bans", "2");

            assertThat(done.out()).contains("2 bans imported\n", "3 of 3 minions took it");
            assertThat(fleet.minion("web1").bans()).contains("1.2.3.4", "5.6.7.0/24");
            assertThat(bench.run("why", "5.6.7.8").out()).startsWith("""
                            5.6.7.8 lies in 5.6.7.0/24, which is banned since 2026-01-05 03:05:00 UTC, for good.
                              By alice: imported from old.list
                            """);
        }

        @Test
        void of_nothing_is_told() {
            assertThat(bench.run("import", folder.resolve("none").toString()))
                    .isEqualTo(new Result(66, "", "saltban: " + folder.resolve("none") + ": there is no such file\n"));
        }
    }
}
