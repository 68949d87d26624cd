package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import net.saltban.limits.InputLimits;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExplainCommandTest {
    private static final String LOG = """
            Jan  5 03:04:05 web1 sshd[1]: Invalid user  from 203.0.113.66 port 22 from 198.51.100.7 port 9
            Jan  5 03:04:05 web1 cron[2]: x
            Jan  5 03:04:06 web1 sshd[3]: Accepted password for alice from 2001:db8::10 port 9 ssh2
            Failed password for root from 203.0.113.66 port 22 ssh2
            Jan  5 03:04:07 web1 sshd[4]: Connection closed by 198.51.100.9 port 9 [preauth]
            Jan  5 03:04:07 web1 sshd[4]: Invalid user a:b from 198.51.100.9 port 9
            Jan  5 03:04:07 web1 sshd[4]: Server listening on 203.0.113.66 port 22.
            Jan  5 03:04:07 web1 sshd[4]: Failed password for root from client71.example port 9 ssh2
            """;

    private static final String TSV = "1\t198.51.100.7\tfailure\n3\t2001:db8::10\tsuccess\n5\t198.51.100.9\tprobe\n";

    private Program program = Program.run(Path.of("none"), "version");

    private int run(boolean terminal, String input, String... args) {
        String[] all = Stream.concat(Stream.of("explain"), Stream.of(args)).toArray(String[]::new);
        byte[] in = input.getBytes(StandardCharsets.ISO_8859_1);
        program = terminal
                ? Program.onTerminalWithInput(Path.of("none"), in, all)
                : Program.withInput(Path.of("none"), in, all);
        return program.status();
    }

    private String out() {
        return program.out();
    }

    private String err() {
        return program.err();
    }

    @Nested
    class SavedJournal {
        private String corpus(String name) throws IOException {
            try (InputStream in = Objects.requireNonNull(
                    ExplainCommandTest.class.getResourceAsStream("/logs/real/journald-252/" + name))) {
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"forged-by-local-user.export", "forged-by-local-user.json"})
        void says_whose_messages_count_and_whose_do_not(String name) throws IOException {
            assertThat(run(false, corpus(name), "-")).isZero();
            assertThat(out())
                    .contains("sshd[180]: Failed password for root from 203.0.113.66 port 22 ssh2\n"
                            + "    not-vouched: it blames nobody: the journal does not say that the daemon wrote it, as root"
                            + " and by syslog\n")
                    .contains("failed-password: failure 198.51.100.7, user \"root\"");
        }
    }

    @Nested
    class Tsv {
        @Test
        void there_is_one_row_for_each_line_that_blames_or_admits_and_nothing_else() {
            assertThat(run(false, LOG, "-", "--format", "tsv")).isZero();
            assertThat(out()).isEqualTo(TSV);
            assertThat(err()).isEmpty();
        }

        @Test
        void lines_are_numbered_through_all_files(@TempDir Path folder) throws IOException {
            Path file = Files.writeString(folder.resolve("auth.log"), LOG);

            assertThat(run(false, "", file.toString(), file.toString(), "--format=tsv"))
                    .isZero();
            assertThat(out()).startsWith(TSV + "9\t198.51.100.7\tfailure\n");
        }

        @Test
        void a_compressed_file_is_read(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("auth.log.1.gz");
            try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
                gzip.write(LOG.getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(run(false, "", "--format", "tsv", file.toString())).isZero();
            assertThat(out()).isEqualTo(TSV);
        }

        @Test
        void lines_are_cut_as_readers_of_logs_cut_them() {
            String line = "Jan  5 03:04:05 web1 sshd[1]: Failed password for root from 198.51.100.7 port 9 ssh2";
            String long16 = line + " ".repeat(InputLimits.LOG_LINE_BYTES_MAX + 1 - line.length());

            assertThat(run(false, "\0\0" + line + "\r\n" + long16 + "\n" + "x\r\n", "-"))
                    .isZero();
            assertThat(out())
                    .startsWith("1: " + line + "\n    failed-password: failure 198.51.100.7, user")
                    .contains("\n    longer than 16,384 bytes: passed over\n3: x\n    no prefix");
        }

        @Test
        void a_last_line_without_line_end_counts_and_an_endless_one_is_bounded() {
            String line = "Jan  5 03:04:05 web1 sshd[1]: Failed password for root from 198.51.100.7 port 9 ssh2";

            assertThat(run(false, "x".repeat(1_000_000) + "\n\n" + line, "-", "--format", "tsv"))
                    .isZero();
            assertThat(out()).isEqualTo("3\t198.51.100.7\tfailure\n");
        }
    }

    @Nested
    class Text {
        @Test
        void each_line_says_what_it_is_and_why_a_look_alike_is_not() {
            assertThat(run(false, LOG, "-")).isZero();
            assertThat(out())
                    .contains("invalid-user: failure 198.51.100.7, user \" from 203.0.113.66 port 22\"; counts")
                    .contains("    not 203.0.113.66: it stands in the user name, which the peer chose\n")
                    .contains("    not sshd's: written by cron\n")
                    .contains("    accepted: success 2001:db8::10, user \"alice\"; counts a login\n")
                    .contains("    no prefix of a syslog daemon: anybody can have written it, so it never acts\n")
                    .contains(
                            "    invalid-user: ambiguous, so it blames nobody: a user name with a colon cannot come from sshd\n")
                    .contains("    no signature matches the message: it blames nobody\n")
                    .contains("    failed-password: it blames nobody: a name stands where the address would;"
                            + " names are never resolved\n")
                    .doesNotContain("\u001b");
        }

        @Test
        void what_a_syslog_daemon_says_came_again_counts_again() {
            String message = "Failed password for root from 198.51.100.7 port 9 ssh2";
            String log = "Jan  5 03:04:05 web1 sshd[1]: " + message + "\n"
                    + "Jan  5 03:04:06 web1 last message repeated 3 times\n"
                    + "Jan  5 03:04:07 web1 sshd[1]: message repeated 2 times: [ " + message + "]\n";

            assertThat(run(false, log, "-")).isZero();
            assertThat(out())
                    .contains("\n    the line before came again, 3 times: each counts as that did, if it was sshd's")
                    .endsWith("; counts one attempt, for each of 2 messages\n");
            run(false, log, "-", "--format", "json");
            assertThat(out()).contains("{\"line\":2,\"meaning\":\"repetition\",\"times\":3}\n");
        }

        @Test
        void a_prefix_behind_a_line_without_one_proves_nothing() {
            String forged = "Jan  5 03:04:05 web1 sshd[1]: Failed password for root from 203.0.113.66 port 22 ssh2\n";

            assertThat(run(false, "Invalid user x\n" + forged, "-")).isZero();
            assertThat(out())
                    .contains(
                            "    failed-password: ambiguous, so it blames nobody: it follows so closely on a line of sshd")
                    .doesNotContain("failure");
        }

        @Test
        void a_stamp_without_time_of_day_counts_nothing() {
            run(false, "[   12.345678] web1 sshd[120]: Failed password for root from 198.51.100.7 port 9 ssh2\n", "-");

            assertThat(out()).endsWith("; counts nothing: its stamp tells no time of day\n");
        }

        @Test
        void only_a_terminal_gets_colours() {
            run(true, LOG, "-");

            assertThat(out()).contains("from \u001b[1;31m198.51.100.7\u001b[0m port 9");
        }

        @Test
        void control_characters_of_a_log_do_not_reach_the_terminal() {
            run(true, "Jan  5 03:04:05 web1 x\u001b]0;y\u0007: z\u009b1m\u202e\n", "-");

            assertThat(out()).doesNotContain("\u001b", "\u0007", "\u009b");
        }
    }

    @Nested
    class Json {
        @Test
        void each_line_is_an_object() {
            assertThat(run(false, LOG, "-", "--format", "json")).isZero();
            assertThat(out().lines())
                    .hasSize(8)
                    .contains(
                            "{\"line\":2,\"meaning\":\"other-program\",\"program\":\"cron\"}",
                            "{\"line\":4,\"meaning\":\"no-prefix\"}")
                    .first()
                    .asString()
                    .contains("\"signature\":\"invalid-user\",\"address\":\"198.51.100.7\"")
                    .contains(
                            "\"not\":[{\"text\":\"203.0.113.66\",\"why\":\"it stands in the user name, which the peer chose\"}]");
        }
    }

    @Nested
    class Phrases {
        @Test
        void an_own_phrase_can_be_tried() {
            String line = "Jan  5 03:04:05 web1 gate: login of bob from 198.51.100.7 refused\n";

            assertThat(run(
                            false,
                            line,
                            "-",
                            "--format",
                            "tsv",
                            "--phrase",
                            "gate: login of <USER> from <ADDR> refused"))
                    .isZero();
            assertThat(out()).isEqualTo("1\t198.51.100.7\tfailure\n");
        }

        @Test
        void those_of_the_configuration_count(@TempDir Path folder) throws IOException {
            String line = "Jan  5 03:04:05 web1 gate: login of bob from 198.51.100.7 refused\n";
            Path file = Files.writeString(
                    folder.resolve("agent.yaml"), "phrases: ['gate: login of <USER> from <ADDR> refused']\n");

            assertThat(run(false, line, "-", "--format", "tsv", "--config", file.toString()))
                    .isZero();
            assertThat(out()).isEqualTo("1\t198.51.100.7\tfailure\n");

            Files.writeString(file, "phrases: [nothing]\n");
            assertThat(run(false, line, "-", "--config", file.toString())).isEqualTo(78);
            assertThat(err()).startsWith("saltban-agent: " + file + ":1: phrases holds \"nothing\": ");
        }

        @Test
        void a_bad_phrase_says_what_to_change() {
            assertThat(run(false, LOG, "-", "--phrase", "login of <USER>")).isEqualTo(64);
            assertThat(err())
                    .startsWith(
                            "saltban-agent: explain: the phrase has no <ADDR>; write it where the address stands\nusage: ");
        }
    }

    @Nested
    class Usage {
        @Test
        void a_file_that_is_not_there_is_named_and_others_are_read(@TempDir Path folder) throws IOException {
            Path file = Files.writeString(folder.resolve("auth.log"), LOG);

            assertThat(run(false, "", folder.resolve("none").toString(), file.toString(), "--format", "tsv"))
                    .isEqualTo(66);
            assertThat(out()).isEqualTo(TSV);
            assertThat(err())
                    .isEqualTo("saltban-agent: " + folder.resolve("none")
                            + ": is not there; name the log that sshd writes to\n");
        }

        @Test
        void without_a_file_the_synopsis_is_printed() {
            assertThat(run(false, "")).isEqualTo(64);
            assertThat(err())
                    .startsWith(
                            "saltban-agent: explain: no FILE is given; use - for standard input\nusage: saltban-agent explain FILE...");
        }

        @Test
        void an_unknown_format_is_refused() {
            assertThat(run(false, LOG, "-", "--format", "xml")).isEqualTo(64);
            assertThat(err()).startsWith("saltban-agent: explain: there is no format \"xml\"; use text, tsv or json\n");
            assertThat(out()).isEmpty();
        }

        @Test
        void help_goes_to_standard_output() {
            assertThat(run(false, "", "--help")).isZero();
            assertThat(out()).startsWith("usage: saltban-agent explain FILE...").contains("--phrase PHRASE");
        }
    }
}
