package net.saltban.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What accepted logins do: shield, and alarm. */
final class LoginsTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static Sample guessing() {
        return Sample.on("web1").failures(5);
    }

    @Nested
    final class KnownGoodSources {
        private Sample login(String minion, Duration before) {
            return Sample.on(minion).after(before.negated()).login("alice");
        }

        @ParameterizedTest
        @CsvSource({"86400, known-good on [web1]", "86399, ban by brute-force"})
        void the_first_login_lies_a_day_before_the_failures(long seconds, String decision) {
            assertThat(Scene.of(guessing(), login("web1", Duration.ofSeconds(seconds)), login("web1", Duration.ZERO))
                            .told())
                    .containsExactly("192.0.2.7: " + decision);
        }

        @Test
        void many_logins_of_one_day_are_not_enough() {
            assertThat(Scene.of(
                                    guessing(),
                                    login("web1", Duration.ofHours(30)),
                                    login("web1", Duration.ofHours(31)),
                                    login("web1", Duration.ofHours(32)))
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }

        @Test
        void logins_may_be_older_than_what_can_ban() {
            assertThat(Scene.of(
                                    guessing(),
                                    login("web1", Duration.ofDays(200)).by(Resolution.DAY),
                                    login("web1", Duration.ofDays(100)).by(Resolution.DAY))
                            .told())
                    .containsExactly("192.0.2.7: known-good on [web1]");
        }

        @Test
        void logins_on_one_minion_do_not_shield_from_what_another_saw() {
            assertThat(Scene.of(
                                    Sample.on("web2").failures(5),
                                    login("web1", Duration.ofDays(3)),
                                    login("web1", Duration.ofDays(2)))
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }

        @Test
        void logins_on_one_minion_do_not_shield_from_what_several_saw() {
            assertThat(Scene.of(
                                    Sample.on("web1").failures(1),
                                    Sample.on("web2").failures(1),
                                    Sample.on("web3").failures(1),
                                    login("web1", Duration.ofDays(3)),
                                    login("web1", Duration.ofDays(2)))
                            .told())
                    .containsExactly("192.0.2.7: ban by fleet-wide");
        }

        @Test
        void logins_on_two_minions_shield_from_all() {
            assertThat(Scene.of(
                                    Sample.on("db1").failures(5),
                                    login("web1", Duration.ofDays(3)),
                                    login("web2", Duration.ofDays(2)))
                            .told())
                    .containsExactly("192.0.2.7: known-good on [web1, web2]");
        }

        @Test
        void a_minion_whose_clock_is_off_shields_from_itself_only() {
            assertThat(Scene.of(
                                    Sample.on("db1").failures(5),
                                    login("web1", Duration.ofDays(3)),
                                    login("web2", Duration.ofDays(2)).clockOff())
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }

        @Test
        void an_open_alarm_voids_it() {
            assertThat(Scene.of(guessing(), login("web1", Duration.ofDays(3)), login("web1", Duration.ofDays(2)))
                            .alarmed("192.0.2.7")
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }
    }

    @Nested
    final class Alarms {
        @ParameterizedTest
        @CsvSource({"19, false", "20, true"})
        void a_login_after_many_failures_is_one(int failures, boolean alarmed) {
            List<Alarm> alarms = Scene.of(
                            Sample.on("web1").failures(failures),
                            Sample.on("web2").minute(59).login("alice"))
                    .decide()
                    .alarms();
            assertThat(alarms.size()).isEqualTo(alarmed ? 1 : 0);
            if (alarmed) {
                Alarm alarm = alarms.get(0);
                assertThat(alarm.kind()).isEqualTo(Alarm.Kind.LOGIN_AFTER_FAILURES);
                assertThat(alarm.source()).isEqualTo(IpAddress.parse("192.0.2.7"));
                assertThat(alarm.minion()).isEqualTo("web2");
                assertThat(alarm.login().user()).isEqualTo("alice");
                assertThat(alarm.failures()).isEqualTo(20);
                assertThat(alarm.banned()).isEmpty();
            }
        }

        @ParameterizedTest
        @CsvSource({"59, 1", "60, 0", "-1, 0"})
        void the_failures_lie_in_the_hour_before(int minute, int alarms) {
            assertThat(Scene.of(
                                    Sample.on("web1").failures(20),
                                    Sample.on("web1").minute(minute).login("alice"))
                            .decide()
                            .alarms())
                    .hasSize(alarms);
        }

        @Test
        void failures_of_the_fleet_add_up() {
            assertThat(Scene.of(
                                    Sample.on("web1").failures(10),
                                    Sample.on("web2").failures(10),
                                    Sample.on("web3").minute(1).login("alice"))
                            .decide()
                            .alarms())
                    .hasSize(1);
        }

        @Test
        void it_ends_being_known_good_at_once() {
            assertThat(Scene.of(
                                    Sample.on("web1").failures(20),
                                    Sample.on("web1").minute(1).login("alice"),
                                    Sample.on("web1")
                                            .after(DAY.multipliedBy(-3))
                                            .login("alice"))
                            .told())
                    .containsExactly("192.0.2.7: ban by brute-force");
        }

        @ParameterizedTest
        @CsvSource({"0, 1", "1, 0"})
        void a_login_from_a_banned_source_is_one(long secondsLater, int alarms) {
            assertThat(Scene.of(Sample.on("web1").login("alice"))
                            .banned("192.0.2.0/24", Sample.START.plusSeconds(secondsLater))
                            .decide()
                            .alarms())
                    .hasSize(alarms)
                    .allSatisfy(alarm -> {
                        assertThat(alarm.kind()).isEqualTo(Alarm.Kind.LOGIN_FROM_BANNED);
                        assertThat(alarm.banned()).contains(Prefix.parse("192.0.2.0/24"));
                    });
        }

        @Test
        void after_a_ban_has_run_out_logins_are_none() {
            assertThat(Scene.of(Sample.on("web1").minute(10).login("alice"))
                            .banned("192.0.2.7", Sample.START, Sample.START.plusSeconds(600))
                            .decide()
                            .alarms())
                    .isEmpty();
        }

        @Test
        void an_allowlisted_source_raises_none() {
            assertThat(Scene.of(
                                    Sample.on("web1").failures(20),
                                    Sample.on("web1").minute(1).login("alice"))
                            .banned("192.0.2.7", Sample.START)
                            .allow("192.0.2.7")
                            .decide()
                            .alarms())
                    .isEmpty();
        }
    }
}
