package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import net.saltban.aggregator.Bench.Result;
import net.saltban.fleet.FakeFleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        bench.enforceThreeBans();
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
    final class Usage {
        @Test
        void a_wrong_option_gets_one_line_the_synopsis_and_a_pointer() {
            assertThat(bench.run("why", "--jsn", "203.0.113.7")).isEqualTo(new Result(64, "", """
                    saltban: Unknown option: '--jsn'
                    usage: saltban why [-hV] [--json] [--config=FILE] [--state-dir=DIR] ADDRESS
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
