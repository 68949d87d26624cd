package net.saltban.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import net.saltban.address.Prefix;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IPv6 by address and by /64. */
final class Ipv6NetworksTest {
    private static final Instant EARLIER = Sample.START.minus(Duration.ofDays(2));

    private static Sample guessing(String source) {
        return Sample.on("web1").from(source).failures(5);
    }

    @Nested
    final class Offenders {
        @Test
        void one_offender_is_banned_alone() {
            assertThat(Scene.of(guessing("2001:db8::1"), guessing("2001:db8:0:1::1"))
                            .told())
                    .containsExactly("2001:db8::1: ban by brute-force", "2001:db8:0:1::1: ban by brute-force");
        }

        @Test
        void two_offenders_of_a_64_are_banned_with_it() {
            assertThat(Scene.of(guessing("2001:db8::1"), guessing("2001:db8::ffff:1:1"))
                            .told())
                    .containsExactly("2001:db8::/64: ban by brute-force");
        }

        @Test
        void two_offenders_of_an_ipv4_network_are_banned_alone() {
            assertThat(Scene.of(guessing("192.0.2.7"), guessing("192.0.2.8")).told())
                    .containsExactly("192.0.2.7: ban by brute-force", "192.0.2.8: ban by brute-force");
        }

        @Test
        void the_second_replaces_the_ban_of_the_first() {
            assertThat(Scene.of(guessing("2001:db8::2"))
                            .banned("2001:db8::1", EARLIER)
                            .told())
                    .containsExactly("2001:db8::/64: ban by brute-force for [2001:db8::1]");
        }

        @Test
        void an_operators_ban_counts_but_stays() {
            assertThat(Scene.of(guessing("2001:db8::2"))
                            .bannedByOperator("2001:db8::1")
                            .told())
                    .containsExactly("2001:db8::/64: ban by brute-force");
        }

        @Test
        void two_bans_of_operators_stay_two() {
            assertThat(Scene.of(Sample.on("web1").from("2001:db8::1").failures(1))
                            .bannedByOperator("2001:db8::1")
                            .bannedByOperator("2001:db8::2")
                            .told())
                    .containsExactly("2001:db8::1: already banned by 2001:db8::1");
        }

        @Test
        void a_banned_64_covers_its_addresses() {
            assertThat(Scene.of(guessing("2001:db8::1"), guessing("2001:db8::2"))
                            .banned("2001:db8::/64", EARLIER)
                            .told())
                    .containsExactly(
                            "2001:db8::1: already banned by 2001:db8::/64",
                            "2001:db8::2: already banned by 2001:db8::/64");
        }

        @Test
        void its_reason_sums_up_those_of_its_addresses() {
            Reason reason = Scene.of(
                            guessing("2001:db8::1"),
                            Sample.on("web2").from("2001:db8::2").minute(5).root(3))
                    .decide()
                    .bans()
                    .get(0)
                    .ban()
                    .reason()
                    .orElseThrow();
            assertThat(reason.rule()).isEqualTo("root-guessing");
            assertThat(reason.minions()).containsExactly("web1", "web2");
            assertThat(reason.failures()).isEqualTo(8);
            assertThat(reason.sources()).isEqualTo(2);
            assertThat(reason.first()).isEqualTo(Sample.START);
            assertThat(reason.last()).isEqualTo(Sample.START.plus(Duration.ofMinutes(5)));
            assertThat(reason.corroborated()).isTrue();
        }

        @Test
        void timed_bans_widen_to_a_timed_one() {
            assertThat(Scene.of(
                                    Sample.on("web1").from("2001:db8::1").probes(20),
                                    Sample.on("web1")
                                            .from("2001:db8::2")
                                            .minute(1)
                                            .probes(20))
                            .told())
                    .containsExactly("2001:db8::/64: ban by repeat-prober until 2026-03-02T14:01:00Z");
        }

        @Test
        void a_permanent_ban_stays_beside_a_timed_wider_one() {
            assertThat(Scene.of(
                                    guessing("2001:db8::1"),
                                    Sample.on("web1")
                                            .from("2001:db8::2")
                                            .minute(1)
                                            .probes(20))
                            .told())
                    .containsExactly(
                            "2001:db8::/64: ban by repeat-prober until 2026-03-02T14:01:00Z",
                            "2001:db8::1: ban by brute-force");
        }
    }

    @Nested
    final class Together {
        private Scene rotating(int addresses) {
            Scene scene = Scene.of();
            for (int i = 1; i <= addresses; i++) {
                scene.and(Sample.on("web1").from("2001:db8::" + i).minute(i).failures(1));
            }
            return scene;
        }

        @ParameterizedTest
        @CsvSource({"4, 0", "5, 1"})
        void addresses_that_take_turns_add_up(int addresses, int bans) {
            assertThat(rotating(addresses).decide().bans())
                    .hasSize(bans)
                    .allSatisfy(ban -> assertThat(ban.prefix()).hasToString("2001:db8::/64"));
        }

        @Test
        void an_offender_does_not_speak_for_its_neighbours() {
            assertThat(Scene.of(
                                    guessing("2001:db8::1"),
                                    Sample.on("web1").from("2001:db8::2").failures(1))
                            .told())
                    .containsExactly("2001:db8::1: ban by brute-force", "2001:db8::2: below threshold, 1+0");
        }

        @Test
        void an_offender_and_neighbours_that_take_turns_are_banned_as_one() {
            assertThat(rotating(5).and(guessing("2001:db8::abcd")).decide().bans())
                    .singleElement()
                    .satisfies(ban -> assertThat(ban.prefix()).hasToString("2001:db8::/64"));
        }
    }

    @Nested
    final class Spared {
        @Test
        void a_64_with_an_allowlisted_address_is_not_banned_but_its_offenders_are() {
            assertThat(Scene.of(guessing("2001:db8::1"), guessing("2001:db8::2"))
                            .allow("2001:db8::abcd")
                            .told())
                    .containsExactly(
                            "2001:db8::/64: allowlisted, the allowlist (2001:db8::abcd)",
                            "2001:db8::1: ban by brute-force",
                            "2001:db8::2: ban by brute-force");
        }

        @Test
        void a_64_with_a_known_good_address_waits_but_its_offenders_are_banned() {
            assertThat(Scene.of(
                                    guessing("2001:db8::1"),
                                    guessing("2001:db8::2"),
                                    Sample.on("db1")
                                            .from("2001:db8::3")
                                            .at(EARLIER)
                                            .login("alice"),
                                    Sample.on("db1").from("2001:db8::3").login("alice"))
                            .told())
                    .containsExactly(
                            "2001:db8::/64: known-good on [db1]",
                            "2001:db8::1: ban by brute-force",
                            "2001:db8::2: ban by brute-force",
                            "2001:db8::3: below threshold, 0+0");
        }

        @Test
        void what_was_unbanned_does_not_count_for_the_64() {
            Tombstone tombstone = new Tombstone(Prefix.parse("2001:db8::/64"), Sample.NOW, Map.of());
            assertThat(Scene.of(guessing("2001:db8::1"), guessing("2001:db8::2"))
                            .tombstone(tombstone)
                            .told())
                    .containsExactly("2001:db8::1: tombstoned", "2001:db8::2: tombstoned");
        }
    }
}
