package net.saltban.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SyslogHeaderTest {
    private final SyslogHeader header = new SyslogHeader();
    private byte[] line = {};

    private boolean read(String text) {
        line = text.getBytes(StandardCharsets.ISO_8859_1);
        return header.read(line, 0, line.length);
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Nested
    class Read {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Jan  5 03:04:05 web1 sshd[9]: m m                  | Jan  5 03:04:05           | web1  | sshd           | 9",
                    "Jan  5 03:04:05 sshd: m m                          | Jan  5 03:04:05           | ''    | sshd           | -1",
                    "2026-01-05T03:04:05.1+01:00 web1 sshd[4194303]: m m | 2026-01-05T03:04:05.1+01:00 | web1 | sshd         | 4194303",
                    "<38>1 2026-01-05T03:04:05Z web1 sshd 9 - - m m     | 2026-01-05T03:04:05Z      | web1  | sshd           | 9",
                    "<38>1 2026-01-05T03:04:05Z web1 sshd - x [a b=\"]\"] m m | 2026-01-05T03:04:05Z | web1  | sshd           | -1",
                    "Jan  5 03:04:05 <4.6> web1 sshd[9]: m m            | Jan  5 03:04:05           | web1  | sshd           | 9",
                    "Jan  5 03:04:05 web1 sshd[9]: [ID 800047 auth.info] m m | Jan  5 03:04:05      | web1  | sshd           | 9",
                    "Jan  5 03:04:05 web1 auth.info sshd[9]: m m        | Jan  5 03:04:05           | web1  | sshd           | 9",
                    "Jan  5 03:04:05 auth.info sshd[9]: m m             | Jan  5 03:04:05           | ''    | sshd           | 9",
                    "Jan  5 03:04:05 web1 [sshd]: m m                   | Jan  5 03:04:05           | web1  | sshd           | -1",
                    "2026-01-05T03:04:05.1 auth.info: Jan  6 03:04:05 sshd[9]: m m | Jan  6 03:04:05 | ''   | sshd           | 9",
                    "Jan  5 03:04:05 2001:db8::1 sshd(pam_unix)[9]: m m | Jan  5 03:04:05        | 2001:db8::1 | sshd(pam_unix) | 9",
                })
        void a_prefix_has_its_parts(String text, String stamp, String host, String tag, long pid) {
            assertThat(read(text)).isTrue();
            assertThat(text(header.stampFrom(), header.stampTo())).isEqualTo(stamp);
            assertThat(text(header.hostFrom(), header.hostTo())).isEqualTo(host);
            assertThat(text(header.tagFrom(), header.tagTo())).isEqualTo(tag);
            assertThat(header.pid()).isEqualTo(pid);
            assertThat(text(header.messageFrom(), header.messageTo())).isEqualTo("m m");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "sshd[9]: m",
                    "Jan  5 03:04:05",
                    "Jan  5 03:04:05 ",
                    "Jan  5 03:04:05 web1",
                    "Jan  5 03:04:05 web1 sshd[9]",
                    "Jan  5 03:04:05 web1 sshd[]: m",
                    "Jan  5 03:04:05 web1 sshd[12345678901]: m",
                    "Jan  5 03:04:05 web1 sshd[-9]: m",
                    "Jan  5 03:04:05 web1 message without tag",
                    "Jan  5 03:04:05 web1 a b sshd[9]: m",
                    "<38>1 2026-01-05T03:04:05Z web1 sshd 9 -",
                    "<38>1 2026-01-05T03:04:05Z web1 sshd 9 - [a b=\"\\\"] m",
                    "2026-01-05T03:04:05+1:00 web1 sshd[9]: m",
                    "2026-01-05T03:04:05.1234567890Z web1 sshd[9]: m",
                    "2026-01-05x03:04:05Z web1 sshd[9]: m",
                    "Jan 5  03:04:05 web1 sshd[9]: m",
                })
        void anything_else_is_no_prefix(String text) {
            assertThat(read(text)).isFalse();
        }

        @Test
        void a_line_cut_anywhere_is_read_without_reaching_beyond_it() {
            String whole =
                    "<38>1 2026-01-05T03:04:05.123456+01:00 web1 sshd 9 ID [a b=\"c\"] \u00ef\u00bb\u00bfm m\u001b[0m\r";
            for (int length = 0; length <= whole.length(); length++) {
                byte[] cut = Arrays.copyOf(whole.getBytes(StandardCharsets.ISO_8859_1), length);
                if (header.read(cut, 0, length)) {
                    assertThat(header.messageTo()).isBetween(header.messageFrom(), length);
                }
            }
        }

        @Test
        void colours_blanks_and_a_carriage_return_are_no_part_of_the_message() {
            assertThat(read("Jan  5 03:04:05 web1 sshd[9]: \u001b[0;1;31mm m\u001b[0m \r"))
                    .isTrue();
            assertThat(text(header.messageFrom(), header.messageTo())).isEqualTo("m m");
        }
    }

    @Nested
    class LastMessageRepeated {
        @ParameterizedTest
        @CsvSource({
            "Jan  5 03:04:05 web1 last message repeated 3 times, 3",
            "Jan  5 03:04:05 last message repeated 3 times, 3",
            "Jan  5 03:04:05 web1 syslogd: last message repeated 1 times, 1",
            "Jan  5 03:04:05 web1 last message repeated x times, 0",
            "Jan  5 03:04:05 web1 the last message repeated 3 times, 0",
            "last message repeated 3 times, 0",
            "Jan  5 03:04:05 web1 last message repeated 99999999999 times, 0",
        })
        void the_count_is_told(String text, int count) {
            line = text.getBytes(StandardCharsets.US_ASCII);

            assertThat(header.lastMessageRepeated(line, 0, line.length)).isEqualTo(count);
        }
    }
}
