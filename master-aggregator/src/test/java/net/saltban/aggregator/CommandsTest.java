package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

/** What commands print, word for word, on a fleet that enforces three bans. */
final class CommandsTest {
    private final Path folder;
    private final Bench bench;
    private final FakeFleet fleet;

    CommandsTest(@TempDir Path temporary) throws Exception {
        folder = temporary;
        bench = new Bench(temporary);
        fleet = bench.fleet();
    }

    @BeforeEach
    void threeBans() throws Exception {
        bench.configure("allowlist:\n  - 198.51.100.0/24  # office\n");
        for (int i = 1; i <= 3; i++) {
            fleet.add("web" + i).setAddress("192.0.2." + i);
        }
        fleet.minion("web1").failures("203.0.113.7", bench.now().minusSeconds(90), 4, "root");
        fleet.minion("web1").failures("203.0.113.7", bench.now(), 5, "root");
        fleet.minion("web1").textFailures("203.0.113.8", bench.now(), 6, "admin");
        fleet.minion("web2").failures("2001:db8:66::1", bench.now(), 6, "oracle");
        fleet.minion("web2").failures("2001:db8:66::2", bench.now(), 6, "oracle");
        fleet.minion("web2").failures("203.0.113.50", bench.now(), 2, "bob");
        fleet.minion("web3").failures("198.51.100.7", bench.now(), 20, "root");
        bench.run("collect");
        bench.run("mode", "enforce", "--bans", "3");
    }

    @Nested
    final class Bans {
        @Test
        void are_listed_the_newest_first() {
            bench.pass(Duration.ofMinutes(1));
            bench.run("ban", "203.0.113.128/25", "--for", "12h", "--reason", "their abuse desk phoned");

            assertThat(bench.run("bans")).isEqualTo(new Result(0, """
                    PREFIX            SINCE (UTC)       RULE           BY     COUNT  NOTE
                    203.0.113.128/25  2026-01-05 03:06  operator       alice      -  until 2026-01-05 15:06, their abuse desk phoned
                    2001:db8:66::/64  2026-01-05 03:05  brute-force    web2      12
                    203.0.113.8       2026-01-05 03:05  brute-force    web1       6  uncorroborated
                    203.0.113.7       2026-01-05 03:05  root-guessing  web1       9
                    4 bans
                    """, ""));
        }

        @Test
        void can_be_narrowed() {
            assertThat(bench.run("bans", "--rule", "brute-force", "--limit", "1")
                            .out())
                    .contains("2001:db8:66::/64", "1 of 3 bans")
                    .doesNotContain("203.0.113");
            assertThat(bench.run("bans", "--within", "203.0.113.0/24", "--uncorroborated")
                            .out())
                    .contains("203.0.113.8")
                    .doesNotContain("203.0.113.7");
        }

        @Test
        void that_an_allowlist_meets_say_so() {
            bench.run("allow", "203.0.113.0/24", "--reason", "our new office");

            assertThat(bench.run("bans").out())
                    .contains("web1      9  not on the list: the allowlist (203.0.113.0/24)\n");
        }

        @Test
        void as_json_hold_everything() {
            assertThat(bench.run("bans", "--json", "--limit", "1").out()).isEqualTo("""
                    {
                      "v" : 1,
                      "mode" : "enforce",
                      "total" : 3,
                      "held" : 0,
                      "bans" : [ {
                        "prefix" : "2001:db8:66::/64",
                        "since" : "2026-01-05T03:05:00Z",
                        "until" : null,
                        "rule" : "brute-force",
                        "minions" : [ "web2" ],
                        "minions_more" : 0,
                        "first" : "2026-01-05T03:05:00Z",
                        "last" : "2026-01-05T03:05:00Z",
                        "failures" : 12,
                        "probes" : 0,
                        "users" : [ {
                          "name" : "oracle",
                          "invalid" : false,
                          "failures" : 12
                        } ],
                        "users_more" : 0,
                        "corroborated" : true,
                        "exempt" : null
                      } ]
                    }
                    """);
        }
    }

    @Nested
    final class Why {
        @Test
        void names_rule_minion_times_and_users() {
            assertThat(bench.run("why", "203.0.113.7")).isEqualTo(new Result(0, """
                    203.0.113.7 is banned since 2026-01-05 03:05:00 UTC, for good.
                      Rule root-guessing (3 root failures in 10m on one minion):
                      9 failures on web1, on 2026-01-05 from 03:03:30 to 03:05:00 UTC.
                      Users tried: root 9x.
                      Corroborated: journald vouches for it, or another minion saw the source as well.
                    Last reported:
                      2026-01-05 03:03:30 UTC  web1: 4 failures as root
                      2026-01-05 03:05:00 UTC  web1: 5 failures as root
                    Let it in again:  saltban unban 203.0.113.7 --reason "..."
                    Never ban it:     saltban allow 203.0.113.7 --reason "..."
                    """, ""));
        }

        @Test
        void tells_how_little_a_ban_may_rest_on() {
            assertThat(bench.run("why", "203.0.113.8").out())
                    .contains("  Uncorroborated: only a text log of web1 speaks for it, which local users there can"
                            + " write to.\n");
        }

        @Test
        void finds_the_prefix_that_an_address_lies_in() {
            assertThat(bench.run("why", "2001:db8:66::5").out())
                    .startsWith(
                            "2001:db8:66::5 lies in 2001:db8:66::/64, which is banned since 2026-01-05 03:05:00 UTC, for"
                                    + " good.\n")
                    .contains("  12 failures from 2 addresses on web2, at 2026-01-05 03:05:00 UTC.\n")
                    .contains("Let it in again:  saltban unban 2001:db8:66::/64 --reason");
        }

        @Test
        void says_what_was_seen_of_one_who_is_not_banned() {
            assertThat(bench.run("why", "203.0.113.50").out()).isEqualTo("""
                    203.0.113.50 is not banned.
                    Last reported:
                      2026-01-05 03:05:00 UTC  web2: 2 failures as bob
                    """);
            assertThat(bench.run("why", "203.0.113.51").out())
                    .isEqualTo("203.0.113.51 is not banned, and no minion reported it.\n");
        }

        @Test
        void names_the_entry_of_the_allowlist_with_its_comment() {
            assertThat(bench.run("why", "198.51.100.7").out()).isEqualTo("""
                    198.51.100.7 is never banned: it meets the allowlist (198.51.100.0/24), office.
                    Last reported:
                      2026-01-05 03:05:00 UTC  web3: 20 failures as root
                    """);
        }

        @Test
        void remembers_what_was_withdrawn() {
            bench.run("unban", "203.0.113.8", "--reason", "a customer");

            assertThat(bench.run("why", "203.0.113.8").out()).isEqualTo("""
                    203.0.113.8 is not banned.
                    203.0.113.8 was unbanned at 2026-01-05 03:05:00 UTC; what was reported until then counts no more.
                    Last reported:
                      2026-01-05 03:05:00 UTC  web1: 6 failures as admin
                    Earlier: 203.0.113.8 was banned from 2026-01-05 03:05:00 UTC to 2026-01-05 03:05:00 UTC by brute-force; unbanned by alice: a customer.
                    Act: 2026-01-05 03:05:00 UTC, alice: unban 203.0.113.8 (a customer)
                    """);
        }

        @Test
        void shows_names_that_were_chosen_to_harm_escaped() {
            fleet.minion("web2").failures("203.0.113.60", bench.now(), 2, "\u001b[2J\u202eroot");
            bench.run("collect");

            assertThat(bench.run("why", "203.0.113.60").out()).contains("as \\u001b[2J\\u202eroot");
        }
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
            assertThat(bench.run("mode").out()).startsWith("observe");
        }
    }

    @Nested
    final class Minions {
        @Test
        void show_what_each_holds_and_measures() {
            fleet.minion("web3").goOffline();
            bench.pass(Duration.ofMinutes(3));
            bench.run("collect");
            bench.run("unban", "203.0.113.7", "--reason", "test");

            Result minions = bench.run("minions");

            assertThat(minions.status()).isEqualTo(75);
            assertThat(minions.out()).matches("""
                    MINION  REPORTED   LIST     KERNEL       REFUSED  DROPPED  NOTE
                    web1    30 s ago   current  as expected        0        7
                    web2    30 s ago   current  as expected        0        7
                    web3    3 min ago  older    as expected        0        7  unreachable: no answer within 30 s
                    3 minions; list [0-9]+ with 2 bans; mode enforce
                    """);
        }

        @Test
        void are_asked_anew_and_drift_shows() {
            fleet.minion("web2").setDrifting(true);

            Result minions = bench.run("minions", "--refresh");

            assertThat(minions.status()).isEqualTo(75);
            assertThat(minions.out()).contains("web2    0 s ago   current  DIFFERS");
        }

        @Test
        void that_are_gone_are_told_apart_from_those_that_are_silent() {
            fleet.remove("web3");

            assertThat(bench.run("minions", "--refresh").out()).contains("gone: the master no longer names it");
            assertThat(bench.run("minions").status()).isZero();
        }
    }

    @Nested
    final class Alarms {
        @Test
        void are_listed_until_somebody_has_seen_them() {
            fleet.minion("web2").login("203.0.113.7", bench.now(), "root");
            bench.run("collect");

            assertThat(bench.run("alarms").out()).isEqualTo("""
                    1: login of root by publickey from 203.0.113.7 on web2 at 2026-01-05 03:05:00 UTC, which is banned.
                    1 alarm
                    """);
            assertThat(bench.run("alarms", "--seen", "1", "--reason", "it was me")
                            .out())
                    .isEqualTo("no alarms\n");
            assertThat(bench.run("alarms", "--all").out()).contains("which is banned. Seen by alice: it was me\n");
            assertThat(bench.run("alarms", "--seen", "1"))
                    .isEqualTo(new Result(66, "", "saltban: alarm 1: there is none that nobody has seen\n"));
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

    @Nested
    final class Doctor {
        @Test
        void finds_nothing_wrong_with_a_healthy_installation() {
            Result doctor = bench.run("doctor");

            assertThat(doctor.status()).isZero();
            assertThat(doctor.out()).matches("""
                    ok       CONFIG: no problems
                    ok       STATE: only its owner writes here
                    ok       STATE/snapshots: only its owner writes here
                    ok       evidence: 7 findings of 6 sources, 3 bans
                    ok       mode enforce
                    ok       STATE/auto-ban.data: list [0-9]+ with 3 bans
                    ok       http://127.0.0.1:8000: user saltban can log in
                    ok       saltban.findings: granted
                    ok       saltban.apply: granted
                    ok       saltban.status: granted
                    ok       saltban.returns: granted
                    ok       saltban.publish: granted, and list [0-9]+ is on the file server
                    ok       the last report came 0 s ago
                    """);
        }

        @Test
        void changes_nothing() {
            fleet.forgetCalls();

            bench.run("doctor");

            assertThat(fleet.calls())
                    .filteredOn(call -> call.startsWith("publish saltban"))
                    .isNotEmpty()
                    .allMatch(call -> call.endsWith(" saltban.doctor.no-such-minion"));
        }

        @Test
        void names_the_grant_that_is_missing_and_goes_on() {
            fleet.fail("saltban.apply", SaltApiFault.NOT_GRANTED);

            Result doctor = bench.run("doctor");

            assertThat(doctor.status()).isEqualTo(77);
            assertThat(doctor.out())
                    .contains("PROBLEM  http://127.0.0.1:8000: saltban.apply: NOT_GRANTED\n")
                    .contains("ok       saltban.status: granted\n");
        }

        @Test
        void stops_asking_salt_api_if_nobody_answers() {
            fleet.fail("login", SaltApiFault.UNREACHABLE);

            assertThat(bench.run("doctor").out())
                    .containsOnlyOnce("UNREACHABLE")
                    .contains("ok       the last report came");
        }

        @Test
        void names_a_silent_minion_and_cron_that_does_not_run() {
            bench.pass(Duration.ofDays(2));

            Result doctor = bench.run("doctor");

            assertThat(doctor.status()).isEqualTo(75);
            assertThat(doctor.out())
                    .contains("PROBLEM  the last report came 2 d ago; is cron running saltban collect"
                            + " (/etc/cron.d/saltban)?\n")
                    .contains("PROBLEM  web1: reported 2 d ago; see salt web1 saltban.status\n");
        }

        @Test
        void reports_every_problem_of_the_configuration() throws Exception {
            bench.configure("whitelist: []\ncollect: {timeout: soon}\n");

            Result doctor = bench.run("doctor");

            assertThat(doctor.status()).isEqualTo(78);
            assertThat(doctor.out()).isEqualTo("""
                    PROBLEM  CONFIG:3: collect.timeout is "soon"; use a number with s, m, h or d, from 1s to 1h
                    PROBLEM  CONFIG:2: whitelist is no key; use allowlist
                    """);
        }

        @Test
        void refuses_a_folder_that_others_write_to() throws Exception {
            Files.setPosixFilePermissions(bench.stateDir(), PosixFilePermissions.fromString("rwxrwxrwx"));

            assertThat(bench.run("doctor").out())
                    .contains("PROBLEM  STATE: others can write here (rwxrwxrwx); chmod 750 STATE\n");
        }
    }

    @Nested
    final class ConfigurationOf {
        @Test
        void without_problems_is_said_to_be_so() {
            assertThat(bench.run("config")).isEqualTo(new Result(0, "CONFIG: no problems\n", ""));
        }

        @Test
        void with_problems_names_them_all() throws Exception {
            bench.configure("whitelist: []\ncollect: {timeout: soon}\n");

            assertThat(bench.run("bans")).isEqualTo(new Result(78, "", """
                            saltban: CONFIG:3: collect.timeout is "soon"; use a number with s, m, h or d, from 1s to 1h
                            saltban: CONFIG:2: whitelist is no key; use allowlist
                            """));
        }

        @Test
        void that_is_not_there_names_the_way_to_one() throws Exception {
            Files.delete(bench.config());

            assertThat(bench.run("collect"))
                    .isEqualTo(new Result(
                            66,
                            "",
                            "saltban: CONFIG: there is no such file; make it by: saltban config --default > CONFIG\n"));
        }

        @Test
        void by_default_is_printed_with_every_key() {
            assertThat(bench.run("config", "--default").out()).startsWith("# Configuration of saltban");
        }

        @Test
        void with_a_password_that_others_can_read_is_refused() throws Exception {
            Path password = folder.resolve("password");
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

            Result collect = bench.run("collect");

            assertThat(collect.status()).isEqualTo(78);
            assertThat(collect.err())
                    .isEqualTo(
                            "saltban: " + password + ": its mode is rw-r--r--, so that more than its owner can use it;"
                                    + " chmod 600 it and change the password\n");
        }
    }

    @Nested
    final class Usage {
        @Test
        void a_wrong_option_gets_one_line_the_synopsis_and_a_pointer() {
            assertThat(bench.run("why", "--jsn", "203.0.113.7")).isEqualTo(new Result(64, "", """
                    saltban: Unknown option: '--jsn'
                    saltban why [-hV] [--json] [--config=FILE] [--state-dir=DIR] ADDRESS
                    See: saltban why --help
                    """));
        }

        @Test
        void an_address_that_is_none_is_named() {
            assertThat(bench.run("why", "example\u001b").err())
                    .contains("\"example\\u001b\": not an IPv4 or IPv6 address; write an address or a prefix such as"
                            + " 192.0.2.0/24\n");
        }

        @Test
        void a_state_folder_that_is_not_there_names_the_way_to_one() throws Exception {
            Bench other = new Bench(Files.createDirectory(folder.resolve("other")));
            Files.delete(other.stateDir());

            assertThat(other.run("bans"))
                    .isEqualTo(new Result(
                            66,
                            "",
                            "saltban: STATE: there is no such folder; the state saltban.master makes it, or make it by:"
                                    + " install -d -o saltban -g saltban -m 0750 STATE\n"));
        }

        @Test
        void help_ends_well() {
            assertThat(bench.run("bans", "--help").status()).isZero();
        }
    }
}
