package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import net.saltban.limits.InputLimits;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SshdReaderTest {
    private static final String FORGED =
            "Jan  5 03:04:05 web1 sshd[9]: Failed password for root from 203.0.113.66 port 22 ssh2";

    private final Lines lines = new Lines();

    @Nested
    class Line {
        @Test
        void all_lines_are_counted_and_ambiguous_ones_apart() {
            lines.line("")
                    .line("Jan  5 03:04:05 web1 cron[1]: x")
                    .sshd(1, "Invalid user a:b from 198.51.100.7 port 1", "what");

            assertThat(lines.finish()).isEmpty();
            assertThat(lines.reader.lines()).isEqualTo(4);
            assertThat(lines.reader.ambiguous()).isEqualTo(1);
        }

        @Test
        void a_stamp_without_a_time_of_day_counts_nothing() {
            lines.line("[   12.345678] web1 sshd[9]: Failed password for root from 198.51.100.7 port 22 ssh2");

            assertThat(lines.finish()).isEmpty();
        }

        @Test
        void a_line_beyond_its_bound_is_not_looked_at_behind_it() {
            String tail = " from 198.51.100.7 port 22 ssh2";
            lines.sshd(1, "Invalid user " + "x".repeat(InputLimits.LOG_LINE_BYTES_MAX) + tail);

            assertThat(lines.finish()).isEmpty();
        }

        @Test
        void an_event_has_the_time_of_its_line() {
            lines.line("Dec 31 23:59:59 web1 sshd[9]: Failed password for root from 198.51.100.7 port 22 ssh2");

            assertThat(lines.events())
                    .extracting(SourceEvent::time)
                    .containsExactly(Instant.parse("2025-12-31T23:59:59Z"));
        }

        @Test
        void a_message_cut_in_the_middle_of_an_address_blames_nobody() {
            String whole = "Connection closed by invalid user " + "\\\\200".repeat(90)
                    + "xxx 198.51.100.80 port 40022 [preauth]";
            for (int length = 30; length < whole.length(); length++) {
                lines.sshd(1, whole.substring(0, Math.min(length, 500)));
            }

            assertThat(lines.finish()).isEmpty();
            assertThat(lines.reader.ambiguous()).isPositive();
        }
    }

    @Nested
    class LinesWithoutPrefix {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Invalid user x",
                    "Received disconnect from 198.51.100.7 port 9:11: x",
                    "error: kex_exchange_identification: client sent invalid protocol identifier \"x",
                    "Bad protocol version identification 'x",
                    "debug1: userauth-request for user x",
                })
        void what_stands_behind_the_head_of_a_torn_message_proves_nothing(String head) {
            lines.line(head).line(FORGED).line("z from 198.51.100.7 port 9");

            assertThat(lines.finish()).isEmpty();
            assertThat(lines.reader.ambiguous()).isEqualTo(1);
        }

        @Test
        void a_whole_message_without_prefix_puts_nothing_in_doubt() {
            lines.line("Failed password for root from 203.0.113.66 port 22 ssh2")
                    .sshd(9, "Failed password for root from 198.51.100.7 port 22 ssh2");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void the_doubt_ends_where_one_message_must() {
            lines.line("Invalid user x").line("y".repeat(BareLines.MESSAGE_BYTES_MAX));
            lines.sshd(9, "Failed password for root from 198.51.100.7 port 22 ssh2");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void text_that_is_not_sshds_puts_nothing_in_doubt() {
            lines.line("Traceback (most recent call last):")
                    .sshd(9, "Failed password for root from 198.51.100.7 port 22 ssh2");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }
    }

    @Nested
    class Message {
        @Test
        void a_message_of_a_journal_needs_no_prefix() {
            SshdReader reader = new SshdReader(ZoneOffset.UTC);
            List<String> events = new ArrayList<>();
            Instant time = Instant.parse("2026-01-05T03:04:05.5Z");
            for (String message : List.of(
                    "Invalid user admin from 198.51.100.7 port 9",
                    "Failed password for invalid user admin from 198.51.100.7 port 9 ssh2",
                    "Invalid user a:b from 198.51.100.7 port 9",
                    "Server listening on 203.0.113.66 port 22.")) {
                byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
                reader.message(
                        "sshd", true, 0, 7, time, bytes, event -> events.add(Lines.text(event) + " " + event.time()));
            }
            reader.finish(event -> events.add(Lines.text(event)));

            assertThat(events).containsExactly("failure 198.51.100.7 invalid admin 2026-01-05T03:04:05.500Z");
            assertThat(reader.lines()).isEqualTo(4);
            assertThat(reader.ambiguous()).isEqualTo(1);
        }
    }
}
