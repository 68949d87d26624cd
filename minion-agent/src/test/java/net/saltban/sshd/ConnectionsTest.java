package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Probes, and which messages belong to one connection. */
final class ConnectionsTest {
    private static final String PEER = "198.51.100.7 port 40022";

    private final Lines lines = new Lines();

    @Nested
    class Probes {
        @Test
        void connect_and_close_is_one_probe() {
            lines.sshd(
                    1,
                    "error: kex_exchange_identification: Connection closed by remote host",
                    "Connection closed by " + PEER);

            assertThat(lines.soFar()).containsExactly("probe 198.51.100.7");
        }

        @Test
        void a_bad_banner_is_one_probe() {
            lines.sshd(
                    1,
                    "error: kex_exchange_identification: client sent invalid protocol identifier \"GET / HTTP/1.1\"",
                    "banner exchange: Connection from " + PEER + ": invalid format");

            assertThat(lines.finish()).containsExactly("probe 198.51.100.7");
        }

        @Test
        void a_scanners_banner_and_its_end_are_one_probe() {
            lines.sshd(
                    1,
                    "scanned from " + PEER + " with SSH-2.0-SSH_Version_Mapper.  Don't panic.",
                    "Connection closed by " + PEER);

            assertThat(lines.finish()).containsExactly("probe 198.51.100.7");
        }

        @Test
        void a_goodbye_and_its_end_are_one_probe() {
            lines.sshd(
                    1,
                    "Connection from " + PEER + " on 192.0.2.1 port 22",
                    "Received disconnect from " + PEER + ":11: Bye [preauth]",
                    "Disconnected from " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("probe 198.51.100.7");
        }

        @Test
        void a_connection_that_failed_is_no_probe() {
            lines.sshd(
                    1,
                    "Failed password for root from " + PEER + " ssh2",
                    "Connection closed by " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void the_end_of_a_session_is_no_probe() {
            lines.sshd(1, "Accepted password for root from " + PEER + " ssh2")
                    .sshd(
                            2,
                            "Received disconnect from " + PEER + ":11: disconnected by user",
                            "Disconnected from user root " + PEER)
                    .sshd(3, "Connection closed by " + PEER)
                    .sshd(1, "Connection closed by " + PEER);

            assertThat(lines.finish()).containsExactly("login 198.51.100.7 root");
        }

        @Test
        void each_drop_is_a_probe() {
            lines.sshd(
                    1,
                    "drop connection #1 from [198.51.100.7]:40022 on [192.0.2.1]:22 past MaxStartups",
                    "drop connection #2 from [198.51.100.7]:40023 on [192.0.2.1]:22 past MaxStartups");

            assertThat(lines.finish()).containsExactly("probe 198.51.100.7", "probe 198.51.100.7");
        }

        @Test
        void a_penalty_adds_nothing_to_what_earned_it() {
            lines.sshd(2, "Connection closed by authenticating user root " + PEER + " [preauth]")
                    .sshd(
                            1,
                            "srclimit_penalise: 198.51.100.7/32: activating ipv4 penalty of 15 seconds for penalty: failed authentication");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void the_listeners_word_on_a_process_ends_that_processs_connection() {
            lines.sshd(7, "Failed password for root from " + PEER + " ssh2")
                    .sshd(1, "Timeout before authentication for connection from 198.51.100.7 to 192.0.2.1, pid = 7")
                    .sshd(1, "Timeout before authentication for connection from 198.51.100.7 to 192.0.2.1, pid = 8");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root", "probe 198.51.100.7");
        }
    }

    @Nested
    class Processes {
        @Test
        void a_process_number_used_again_is_another_connection() {
            lines.sshd(
                    1,
                    "Invalid user a from 198.51.100.7 port 1",
                    "Invalid user b from 198.51.100.7 port 2",
                    "Invalid user c from 198.51.100.8 port 2");

            assertThat(lines.finish())
                    .containsExactly(
                            "failure 198.51.100.7 invalid a",
                            "failure 198.51.100.7 invalid b",
                            "failure 198.51.100.8 invalid c");
        }

        @Test
        void a_process_number_used_after_ten_minutes_is_another_connection() {
            lines.at("03:00:00", 1, "Invalid user a from 198.51.100.7")
                    .at("03:10:00", 1, "Invalid user a from 198.51.100.7");

            assertThat(lines.finish()).hasSize(2);
        }

        @Test
        void hosts_that_write_into_one_log_are_told_apart() {
            lines.line("Jan  5 03:04:05 web1 sshd[1]: Invalid user a from 198.51.100.7")
                    .line(
                            "Jan  5 03:04:05 web2 sshd[1]: Failed password for invalid user a from 198.51.100.7 port 9 ssh2");

            assertThat(lines.finish()).hasSize(2);
        }

        @Test
        void without_process_numbers_the_source_and_port_join_messages() {
            lines.line("Jan  5 03:04:05 [sshd] Invalid user a from 198.51.100.7 port 1")
                    .line("Jan  5 03:04:05 [sshd] Failed password for invalid user a from 198.51.100.7 port 1 ssh2")
                    .line("Jan  5 03:04:05 [sshd] Connection closed by invalid user a 198.51.100.7 port 1 [preauth]")
                    .line("Jan  5 03:04:06 [sshd] Invalid user b from 198.51.100.7 port 2");

            assertThat(lines.finish())
                    .containsExactly("failure 198.51.100.7 invalid a", "failure 198.51.100.7 invalid b");
        }

        @Test
        void sshd_session_and_sshd_auth_are_sshd() {
            lines.line("Jan  5 03:04:05 web1 sshd-session[1]: Invalid user a from 198.51.100.7 port 1")
                    .line(
                            "Jan  5 03:04:05 web1 sshd-auth[1]: Connection closed by invalid user a 198.51.100.7 port 1 [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 invalid a");
        }

        @Test
        void a_second_claim_of_a_connection_changes_nothing_of_its_count() {
            lines.sshd(
                    1,
                    "Invalid user a from " + PEER,
                    "Disconnecting invalid user a " + PEER
                            + ": Change of username or service not allowed: (a,ssh-connection) -> (b,ssh-connection) [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 invalid a");
        }
    }

    @Nested
    class Bounds {
        @Test
        void each_of_many_connections_that_never_close_counts_once() {
            int many = 3 * Connections.OPEN_MAX;
            for (int pid = 1; pid <= many; pid++) {
                lines.sshd(pid, "Invalid user a from 198.51.100." + pid % 250 + " port " + pid % 65_000);
            }

            assertThat(lines.soFar()).hasSize(2 * Connections.OPEN_MAX);
            assertThat(lines.finish()).hasSize(many);
        }

        @Test
        void the_state_of_as_many_as_are_kept_has_a_bound() {
            for (int pid = 1; pid <= 2 * Connections.OPEN_MAX; pid++) {
                lines.sshd(
                        pid,
                        "Connection from 2001:db8::" + Integer.toHexString(pid % 0xfff0 + 1)
                                + " port 9 on 192.0.2.1 port 22",
                        "Connection closed by 2001:db8::" + Integer.toHexString(pid % 0xfff0 + 1) + " port 9 [preauth]",
                        "Invalid user a from 198.51.100.7 port " + pid % 65_000);
            }

            assertThat(lines.reader.state().length).isBetween(100_000, 2 * 1024 * 1024);
        }

        @Test
        void many_sources_that_only_pam_tells_of_count_once_each() {
            int many = 2 * PamFailures.SOURCES_MAX;
            for (int i = 1; i <= many; i++) {
                lines.sshd(
                        i,
                        "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=2001:db8::"
                                + Integer.toHexString(i) + "  user=root");
            }

            assertThat(lines.soFar()).hasSize(many - PamFailures.SOURCES_MAX);
            assertThat(lines.finish()).hasSize(many);
        }
    }

    @Nested
    class WithoutProcess {
        private Lines lines(String... messages) {
            for (String message : messages) {
                lines.line("<38>1 2026-01-05T03:04:05Z web1 sshd - - - " + message);
            }
            return lines;
        }

        @Test
        void connections_of_one_source_are_told_apart_by_their_ports() {
            for (int port = 1; port <= 6; port++) {
                lines("Failed publickey for al from 192.0.2.2 port " + port + " ssh2: ED25519 SHA256:abc");
            }
            for (int port = 1; port <= 6; port++) {
                lines("Accepted publickey for al from 192.0.2.2 port " + port + " ssh2: ED25519 SHA256:abc");
            }

            assertThat(lines.finish()).hasSize(6).containsOnly("login 192.0.2.2 al");
        }

        @Test
        void two_at_a_time_are_two_attempts() {
            lines(
                    "Invalid user a from 192.0.2.1 port 1",
                    "Invalid user b from 192.0.2.1 port 2",
                    "Failed password for invalid user a from 192.0.2.1 port 1 ssh2",
                    "Failed password for invalid user b from 192.0.2.1 port 2 ssh2",
                    "Connection closed by invalid user a 192.0.2.1 port 1 [preauth]",
                    "Connection closed by invalid user b 192.0.2.1 port 2 [preauth]");

            assertThat(lines.finish()).containsExactly("failure 192.0.2.1 invalid a", "failure 192.0.2.1 invalid b");
        }

        @Test
        void a_message_without_port_belongs_to_the_one_that_spoke_last() {
            lines(
                    "Failed password for root from 192.0.2.1 port 1 ssh2",
                    "Invalid user b from 192.0.2.1",
                    "Failed password for invalid user b from 192.0.2.1 port 2 ssh2",
                    "Connection closed by 192.0.2.1");

            assertThat(lines.finish()).containsExactly("failure 192.0.2.1 root", "failure 192.0.2.1 invalid b");
        }

        @Test
        void the_last_message_repeated_means_the_port_that_spoke_last() {
            lines(
                            "Failed password for root from 192.0.2.1 port 2 ssh2",
                            "Failed password for al from 192.0.2.1 port 1 ssh2")
                    .line("2026-01-05T03:04:05Z web1 last message repeated 2 times");

            assertThat(lines.finish())
                    .containsExactly("failure 192.0.2.1 root", "failure 192.0.2.1 al", "failure 192.0.2.1 al x2");
        }

        @Test
        void many_at_a_time_are_bounded_and_each_counts() {
            for (int port = 1; port <= 1000; port++) {
                lines("Invalid user a from 192.0.2.1 port " + port);
            }

            assertThat(lines.soFar()).hasSize(1000 - Connections.OF_SOURCE_MAX);
            assertThat(lines.finish()).hasSize(1000).containsOnly("failure 192.0.2.1 invalid a");
        }
    }
}
