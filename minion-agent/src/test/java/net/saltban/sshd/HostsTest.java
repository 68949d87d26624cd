package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Several hosts write into one log: neither their clocks nor their process numbers agree. */
final class HostsTest {
    private static final String PAM =
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7  user=root";
    private static final String FAILED = "Failed password for root from 198.51.100.7 port 40022 ssh2";
    private static final String KEY = "Failed publickey for al from 198.51.100.7 port 40022 ssh2: ED25519 SHA256:abc";
    private static final String ACCEPTED =
            "Accepted publickey for al from 198.51.100.7 port 40022 ssh2: ED25519 SHA256:abc";
    private static final String LISTENING = "Server listening on 0.0.0.0 port 22.";

    private final Lines lines = new Lines();

    private Lines host(String host, String time, String message) {
        return lines.line("2026-01-05T" + time + "Z " + host + " sshd[1]: " + message);
    }

    @Nested
    class Clocks {
        @Test
        void the_clock_of_another_host_ends_no_connection() {
            host("web1", "03:04:05", KEY);
            host("db2", "04:04:05", "Connection closed by 203.0.113.9 port 9");
            host("web1", "03:04:06", ACCEPTED);

            assertThat(lines.finish()).containsExactly("probe 203.0.113.9", "login 198.51.100.7 al");
        }

        @Test
        void the_clock_of_another_host_does_not_make_pams_word_count() {
            for (int i = 0; i < 3; i++) {
                host("web1", "03:04:0" + i, PAM);
                host("db2", "03:06:00", LISTENING);
                host("web1", "03:04:0" + i, FAILED);
            }

            assertThat(lines.finish()).hasSize(3).containsOnly("failure 198.51.100.7 root");
        }

        @Test
        void the_same_process_number_is_another_connection_on_another_host() {
            host("web1", "03:04:05", "Invalid user a from 198.51.100.7 port 40022");
            host("db2", "03:04:05", "Failed password for invalid user a from 198.51.100.7 port 40022 ssh2");

            assertThat(lines.finish()).hasSize(2);
        }
    }

    @Nested
    class Bounds {
        @Test
        void of_more_hosts_the_one_that_spoke_longest_ago_has_its_last_word() {
            for (int i = 0; i <= Hosts.HOSTS_MAX; i++) {
                host("h" + i, "03:04:05", "Invalid user a from 198.51.100.7 port 40022");
                host("h0", "03:04:05", "Invalid user a from 198.51.100.7 port 40022");
            }

            assertThat(lines.soFar()).hasSize(1);
            assertThat(lines.finish()).hasSize(Hosts.HOSTS_MAX + 1);
        }

        @Test
        void what_all_hosts_hold_is_bounded() {
            int each = 10_000;
            for (int host = 0; host < 5; host++) {
                for (int pid = 1; pid <= each; pid++) {
                    lines.line("2026-01-05T03:04:05Z h" + host + " sshd[" + pid
                            + "]: Invalid user a from 198.51.100.7 port 40022");
                }
            }

            int held = 5 * each - lines.soFar().size();
            assertThat(held).isLessThanOrEqualTo(Hosts.HELD_MAX + Connections.OPEN_MAX);
            assertThat(lines.finish()).hasSize(5 * each);
        }
    }

    @Nested
    class Checkpoint {
        @Test
        void each_host_goes_on_where_it_was() throws IOException {
            host("web1", "03:04:05", KEY);
            host("db2", "04:04:05", KEY);
            host("web1", "03:04:05", FAILED);
            lines.reader = SshdReader.restore(ZoneOffset.UTC, lines.reader.state());
            lines.line("2026-01-05T03:04:05Z web1 last message repeated 2 times");
            lines.reader = SshdReader.restore(ZoneOffset.UTC, lines.reader.state());
            host("db2", "04:04:06", ACCEPTED);

            assertThat(lines.finish())
                    .containsExactly(
                            "failure 198.51.100.7 root", "failure 198.51.100.7 root x2", "login 198.51.100.7 al");
        }
    }
}
