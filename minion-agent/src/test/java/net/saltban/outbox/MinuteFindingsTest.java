package net.saltban.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;
import net.saltban.sshd.SourceEvent;
import net.saltban.sshd.SourceEvent.Kind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MinuteFindingsTest {
    private static final String EPOCH = "00c0ffee00c0ffee";
    private static final IpAddress SOURCE = IpAddress.parse("203.0.113.66");

    private final MinuteFindings minutes = new MinuteFindings();

    private void add(Kind kind, String time, String user, boolean invalid, int count) {
        minutes.add(
                new SourceEvent(
                        kind,
                        Instant.parse("2026-01-05T" + time + "Z"),
                        SOURCE,
                        user,
                        invalid,
                        kind == Kind.PROBE ? "" : "password",
                        "",
                        count),
                Trust.TEXT);
    }

    private Finding only() {
        List<Finding> findings = minutes.drain(EPOCH, 1);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Nested
    class Sums {
        @Test
        void failures_of_a_minute_with_their_users() {
            add(Kind.FAILURE, "03:04:05", "root", false, 2);
            add(Kind.FAILURE, "03:04:59.9", "admin", true, 1);
            add(Kind.FAILURE, "03:04:01", "root", false, 1);
            Finding finding = only();
            assertThat(finding.failures()).isEqualTo(4);
            assertThat(finding.rootFailures()).isEqualTo(3);
            assertThat(finding.invalidUserFailures()).isEqualTo(1);
            assertThat(finding.users())
                    .containsExactly(new UserFailures("root", false, 3), new UserFailures("admin", true, 1));
            assertThat(finding.minute()).isEqualTo("2026-01-05T03:04:00Z");
            assertThat(finding.first()).isEqualTo("2026-01-05T03:04:01Z");
            assertThat(finding.last()).isEqualTo("2026-01-05T03:04:59.900Z");
        }

        @Test
        void probes_name_nobody() {
            add(Kind.PROBE, "03:04:05", "", false, 3);
            Finding finding = only();
            assertThat(finding.probes()).isEqualTo(3);
            assertThat(finding.failures()).isZero();
            assertThat(finding.users()).isEmpty();
        }

        @Test
        void a_failure_whose_user_no_message_named_counts_without_a_name() {
            add(Kind.FAILURE, "03:04:05", "", false, 1);
            assertThat(only().users()).isEmpty();
        }

        @Test
        void the_empty_name_is_a_name_where_sshd_called_it_invalid() {
            add(Kind.FAILURE, "03:04:05", "", true, 1);
            assertThat(only().users()).containsExactly(new UserFailures("", true, 1));
        }

        @Test
        void logins_of_one_kind_add_up() {
            add(Kind.LOGIN, "03:04:05", "alice", false, 1);
            add(Kind.LOGIN, "03:04:09", "alice", false, 1);
            assertThat(only().logins())
                    .containsExactly(new Login(
                            "alice",
                            "password",
                            "",
                            Instant.parse("2026-01-05T03:04:05Z"),
                            Instant.parse("2026-01-05T03:04:09Z"),
                            2));
        }

        @Test
        void minutes_sources_and_trust_are_kept_apart() {
            add(Kind.FAILURE, "03:04:59", "root", false, 1);
            add(Kind.FAILURE, "03:05:00", "root", false, 1);
            minutes.add(
                    new SourceEvent(
                            Kind.FAILURE, Instant.parse("2026-01-05T03:04:59Z"), SOURCE, "root", false, "", "", 1),
                    Trust.JOURNAL);
            assertThat(minutes.drain(EPOCH, 7)).extracting(Finding::seq).containsExactly(7L, 8L, 9L);
            assertThat(minutes.isEmpty()).isTrue();
        }

        @Test
        void sums_taken_in_parts_add_up_to_the_whole() {
            add(Kind.FAILURE, "03:04:05", "root", false, 2);
            int first = only().failures();
            add(Kind.FAILURE, "03:04:06", "root", false, 3);
            assertThat(first + only().failures()).isEqualTo(5);
        }
    }

    @Nested
    class Bounds {
        @Test
        void names_beyond_sixteen_become_a_number() {
            for (int i = 0; i < 20; i++) {
                add(Kind.FAILURE, "03:04:05", "user" + i, true, 1);
                add(Kind.FAILURE, "03:04:06", "user" + i, true, 1);
            }
            Finding finding = only();
            assertThat(finding.users()).hasSize(16).allMatch(user -> user.failures() == 2);
            assertThat(finding.usersMore()).isEqualTo(4);
            assertThat(finding.failures()).isEqualTo(40);
        }

        @Test
        void two_hundred_thousand_names_stay_a_number() {
            for (int i = 0; i < 200_000; i++) {
                add(Kind.FAILURE, "03:04:05", "user" + i, true, 1);
            }
            Finding finding = only();
            assertThat(finding.users()).hasSize(16);
            assertThat(finding.usersMore()).isGreaterThan(5_000);
            assertThat(finding.failures()).isEqualTo(200_000);
        }

        @Test
        void it_says_when_it_is_full() {
            for (int i = 0; i < MinuteFindings.OPEN_MAX; i++) {
                assertThat(minutes.isFull()).isFalse();
                IpAddress source = IpAddress.ofIpv4(0xcb007100 + i);
                minutes.add(
                        new SourceEvent(
                                Kind.PROBE, Instant.parse("2026-01-05T03:04:59Z"), source, "", false, "", "", 1),
                        Trust.TEXT);
            }
            assertThat(minutes.isFull()).isTrue();
            assertThat(minutes.drain(EPOCH, 1)).hasSize(MinuteFindings.OPEN_MAX);
            assertThat(minutes.isFull()).isFalse();
        }

        @Test
        void a_count_stops_at_the_largest_number() {
            add(Kind.FAILURE, "03:04:05", "root", false, Integer.MAX_VALUE);
            add(Kind.FAILURE, "03:04:05", "root", false, 5);
            assertThat(only().failures()).isEqualTo(Integer.MAX_VALUE);
        }

        @Test
        void what_cannot_be_a_peer_is_passed_over() {
            minutes.add(
                    new SourceEvent(
                            Kind.PROBE,
                            Instant.parse("2026-01-05T03:04:59Z"),
                            IpAddress.parse("127.0.0.1"),
                            "",
                            false,
                            "",
                            "",
                            1),
                    Trust.TEXT);
            assertThat(minutes.isEmpty()).isTrue();
        }
    }
}
