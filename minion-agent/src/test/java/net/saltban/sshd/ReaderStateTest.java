package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ReaderStateTest {
    private static final String PEER = "198.51.100.7 port 40022";

    private static final List<String> LOG = List.of(
            "Jan  5 03:04:05 web1 sshd[1]: Connection from " + PEER + " on 192.0.2.1 port 22",
            "Jan  5 03:04:05 web1 sshd[1]: Failed publickey for alice from " + PEER + " ssh2: ED25519 SHA256:abc",
            "Jan  5 03:04:06 web1 sshd[2]: Invalid user admin from 2001:db8::7 port 9",
            "Jan  5 03:04:06 web1 sshd[3]: error: PAM: Authentication failure for bob from client.example",
            "Jan  5 03:04:06 web1 sshd[4]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.9  user=x",
            "Jan  5 03:04:06 web1 sshd[5]: Failed password for root from 198.51.100.8 port 7 ssh2",
            "Jan  5 03:04:06 web1 last message repeated 2 times",
            "Jan  5 03:04:07 web1 sshd[1]: Accepted password for alice from " + PEER + " ssh2",
            "Jan  5 03:04:07 web1 sshd[3]: Failed keyboard-interactive/pam for bob from 198.51.100.6 port 5 ssh2",
            "Jan  5 03:04:07 web1 sshd[2]: Connection closed by invalid user admin 2001:db8::7 port 9 [preauth]",
            "Jan  5 03:04:08 web1 sshd[2]: Connection closed by 2001:db8::7 port 9",
            "Received disconnect from 198.51.100.6 port 5:11: x",
            "Jan  5 03:04:08 web1 sshd[9]: Failed password for root from 203.0.113.66 port 22 ssh2",
            "Jan  5 03:04:09 web1 sshd[11]: Connection closed by " + PEER,
            "Jan  5 03:04:10 web1 cron[7]: " + "x".repeat(BareLines.MESSAGE_BYTES_MAX),
            "Jan  5 03:05:30 web1 sshd[12]: User bob from 198.51.100.5 not allowed because listed in DenyUsers",
            "Jan  5 03:05:30 web1 sshd[12]: Failed password for invalid user bob from 198.51.100.5 port 1 ssh2");

    private static List<String> events(List<String> log, int cut) throws IOException {
        List<String> events = new ArrayList<>();
        SshdReader reader = new SshdReader(ZoneOffset.UTC);
        for (int i = 0; i < log.size(); i++) {
            if (i == cut) {
                reader = SshdReader.restore(ZoneOffset.UTC, reader.state());
            }
            byte[] line = log.get(i).getBytes(StandardCharsets.ISO_8859_1);
            reader.line(line, 0, line.length, Lines.NOT_AFTER, event -> events.add(event.toString()));
        }
        reader.finish(event -> events.add(event.toString()));
        return events;
    }

    @Nested
    class Restore {
        @Test
        void a_log_read_in_two_parts_tells_the_same_wherever_it_is_cut() throws IOException {
            List<String> whole = events(LOG, -1);

            assertThat(whole).hasSize(7);
            for (int cut = 0; cut < LOG.size(); cut++) {
                assertThat(events(LOG, cut)).as("cut before line " + cut).isEqualTo(whole);
            }
        }

        @Test
        void a_restored_state_is_the_same_state() throws IOException {
            SshdReader reader = new SshdReader(ZoneOffset.UTC);
            for (String line : LOG.subList(0, 9)) {
                byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
                reader.line(bytes, 0, bytes.length, Lines.NOT_AFTER, event -> {});
            }

            assertThat(SshdReader.restore(ZoneOffset.UTC, reader.state()).state())
                    .isEqualTo(reader.state());
        }

        @Test
        void a_clock_that_is_set_back_makes_no_difference() throws IOException {
            List<String> log = List.of(
                    "Jan  5 03:04:05 web1 sshd[1]: Connection from " + PEER + " on 192.0.2.1 port 22",
                    "Jan  5 03:04:05 web1 sshd[1]: Connection closed by authenticating user root " + PEER
                            + " [preauth]",
                    "Jan  5 03:05:05 web1 sshd[2]: Failed password for root from 198.51.100.8 port 7 ssh2",
                    "Jan  5 03:04:06 web1 sshd[1]: Failed publickey for root from " + PEER + " ssh2: RSA SHA256:x",
                    "Jan  5 01:00:00 web1 sshd[3]: Invalid user admin from 198.51.100.9 port 9",
                    "Jan  5 01:20:00 web1 sshd[4]: Failed password for root from 198.51.100.8 port 8 ssh2");
            List<String> whole = events(log, -1);

            assertThat(whole).hasSize(5);
            for (int cut = 0; cut < log.size(); cut++) {
                assertThat(events(log, cut)).as("cut before line " + cut).isEqualTo(whole);
            }
        }

        @Test
        void a_time_that_exists_twice_goes_on() throws IOException {
            ZoneId berlin = ZoneId.of("Europe/Berlin");
            Instant notAfter = Instant.parse("2025-11-01T00:00:00Z");
            SshdReader reader = new SshdReader(berlin);
            List<Instant> times = new ArrayList<>();
            for (String time : List.of("02:50:00", "02:10:00", "02:20:00")) {
                byte[] line = ("Oct 26 " + time + " h sshd[1]: Failed password for root from 198.51.100.7 port 1 ssh2")
                        .getBytes(StandardCharsets.US_ASCII);
                reader.line(line, 0, line.length, notAfter, event -> times.add(event.time()));
                reader = SshdReader.restore(berlin, reader.state());
            }

            assertThat(times)
                    .containsExactly(
                            Instant.parse("2025-10-26T00:50:00Z"),
                            Instant.parse("2025-10-26T01:10:00Z"),
                            Instant.parse("2025-10-26T01:20:00Z"));
        }
    }

    @Nested
    class Damage {
        private final byte[] state = new SshdReader(ZoneOffset.UTC).state();

        @Test
        void another_version_is_refused() {
            state[0] = 2;

            assertThatThrownBy(() -> SshdReader.restore(ZoneOffset.UTC, state))
                    .isInstanceOf(IOException.class)
                    .hasMessage("state of open connections has version 2; this agent reads 3");
        }

        @Test
        void nothing_is_refused() {
            assertThatThrownBy(() -> SshdReader.restore(ZoneOffset.UTC, new byte[0]))
                    .isInstanceOf(IOException.class)
                    .hasMessage("state of open connections has 0 bytes; it is damaged");
        }

        @Test
        void each_damaged_byte_is_noticed() {
            for (int i = 1; i < state.length; i++) {
                byte[] damaged = state.clone();
                damaged[i] ^= 1;

                assertThatThrownBy(() -> SshdReader.restore(ZoneOffset.UTC, damaged))
                        .isInstanceOf(IOException.class)
                        .hasMessage("state of open connections is damaged (its checksum differs)");
            }
        }

        @Test
        void each_torn_state_is_noticed() {
            for (int length = 0; length < state.length; length++) {
                byte[] torn = Arrays.copyOf(state, length);

                assertThatThrownBy(() -> SshdReader.restore(ZoneOffset.UTC, torn))
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
