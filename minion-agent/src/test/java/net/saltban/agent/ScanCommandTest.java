package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

import net.saltban.finding.Finding;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.FindingsJson;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScanCommandTest {
    private static final String LONG = "2001:db8:1111:2222:3333:4444:5555:6666";

    @TempDir
    Path folder = Path.of("/");

    private static String failed(String time, int pid, String user, String source) {
        return "2026-01-05T" + time + "Z web1 sshd[" + pid + "]: Failed password for " + user + " from " + source
                + " port 40022 ssh2\n";
    }

    private static String sample() {
        return failed("03:04:05", 1, "root", "203.0.113.66")
                + failed("03:04:06", 2, "root", "203.0.113.66")
                + failed("03:04:07", 3, "root", "203.0.113.66")
                + failed("04:00:00", 4, "invalid user admin", LONG)
                + "2026-01-05T05:00:00Z web1 sshd[5]: Accepted publickey for alice from 198.51.100.7 port 2201 ssh2:"
                + " ED25519 SHA256:abc\n"
                + "2026-01-05T05:00:01Z web1 CRON[6]: something else\n";
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Program.NOW));
        return file;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** A clock by which files are removed while the first is read, which is the second time that somebody asks for the time. */
    private static InstantSource removing(Path... files) {
        AtomicInteger asked = new AtomicInteger();
        return () -> {
            if (asked.incrementAndGet() == 2) {
                for (Path file : files) {
                    assertThat(file.toFile().delete()).isTrue();
                }
            }
            return Program.NOW;
        };
    }

    /** Standard input that cannot be read behind a text. */
    private static InputStream failing(String text) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            @Override
            public int read(byte[] buffer, int at, int bytes) throws IOException {
                int read = super.read(buffer, at, bytes);
                if (read < 0) {
                    throw new IOException("Is a directory");
                }
                return read;
            }
        };
    }

    @Nested
    class SavedJournal {
        @Test
        void is_known_by_its_content_also_compressed() throws IOException {
            String export;
            try (InputStream in = Objects.requireNonNull(
                    ScanCommandTest.class.getResourceAsStream("/logs/real/journald-252/forged-by-local-user.export"))) {
                export = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            Path file = Files.write(folder.resolve("auth.log.gz"), gzip(export));
            Program scan = Program.run(folder, "scan", file.toString());
            assertThat(scan.out()).contains("198.51.100.7").doesNotContain("203.0.113.66");
        }
    }

    @Nested
    class Table {
        @Test
        void shows_each_source_the_worst_first_and_who_would_be_banned() throws IOException {
            Path log = write("auth.log", sample());
            Program scan = Program.run(folder, "scan", log.toString());
            assertThat(scan.out()).isEqualTo("""
                            SOURCE          FAILED PROBES USERS LOGINS       FIRST        LAST BAN BY
                            203.0.113.66         3      0     1      0 01-05 03:04 01-05 03:04 root-guessing
                            2001:db8:1111:2222:3333:4444:5555:6666
                                                 1      0     1      0 01-05 04:00 01-05 04:00 -
                            198.51.100.7         0      0     0      1 01-05 05:00 01-05 05:00 -

                            %s: 6 lines, 2026-01-05 to 2026-01-05
                            3 sources, 4 failed attempts, 1 login; 1 would be banned by the shipped rules
                            """.formatted(log));
            assertThat(scan.err()).isEmpty();
            assertThat(scan.status()).isZero();
        }

        @Test
        void no_row_is_wider_than_the_terminal() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                text.append(failed("03:04:05", i, "invalid user u" + i, i % 2 == 0 ? "203.0.113.255" : LONG));
            }
            Path log = write("auth.log", text.toString());
            String rows = Program.run(folder, "scan", log.toString()).out().split("\n\n")[0];
            assertThat(rows.lines()).allMatch(row -> row.length() <= 80);
        }

        @Test
        void a_terminal_gets_forty_rows_unless_asked_for_more() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= 50; i++) {
                text.append(failed("03:04:05", i, "root", "203.0.113." + i));
            }
            String log = write("auth.log", text.toString()).toString();
            assertThat(Program.onTerminal(folder, "scan", log).out())
                    .contains("... and 10 more sources; --top 0 shows all\n");
            assertThat(Program.onTerminal(folder, "scan", "--top", "0", log).out())
                    .doesNotContain("more sources");
            assertThat(Program.run(folder, "scan", log).out()).doesNotContain("more sources");
        }

        @Test
        void a_log_without_sshd_says_so() throws IOException {
            Path log = write("auth.log", "2026-01-05T05:00:01Z web1 CRON[6]: something else\n");
            assertThat(Program.run(folder, "scan", log.toString()).out())
                    .isEqualTo(log + ": 1 line; sshd blames and admits nobody in it\n");
        }
    }

    @Nested
    class AmbiguousLines {
        private static final String CUT = "2026-01-05T03:04:05Z web1 sshd[9]: Failed password for invalid user "
                + "a".repeat(480) + " from 203.0.113.66 port 40022 ssh2\n";

        private String shown(String text) throws IOException {
            return Program.run(folder, "scan", write("auth.log", text).toString())
                    .out();
        }

        @Test
        void are_told_in_words_that_hold_for_each_cause() throws IOException {
            assertThat(shown(CUT)).endsWith("""

                    1 line is ambiguous and blames nobody (saltban-agent explain shows why)
                    """);
            assertThat(shown(CUT + CUT)).endsWith("""

                    2 lines are ambiguous and blame nobody (saltban-agent explain shows why)
                    """);
        }
    }

    @Nested
    class NamedFiles {
        @Test
        void rotated_files_of_one_log_are_read_in_their_order_and_each_once() throws IOException {
            String connection = "2026-01-05T03:04:0%dZ web1 sshd[9]: %s\n";
            Path old = folder.resolve("auth.log.1.gz");
            Files.write(old, gzip(connection.formatted(1, "Invalid user admin from 203.0.113.66 port 40022")));
            Files.setLastModifiedTime(old, FileTime.from(Program.NOW.minusSeconds(9)));
            Path log = write(
                    "auth.log",
                    connection.formatted(
                            2, "Failed password for invalid user admin from 203.0.113.66 port 40022 ssh2"));
            Program scan = Program.run(folder, "scan", log.toString(), old.toString(), log.toString());
            assertThat(scan.out()).contains(log + ": 2 lines").contains("1 source, 1 failed attempt, 0 logins");
        }

        @Test
        void standard_input_may_be_compressed() throws IOException {
            Program scan = Program.withInput(folder, gzip(sample()), "scan", "-");
            assertThat(scan.out()).contains("standard input: 6 lines").contains("3 sources, 4 failed attempts");
        }

        @Test
        void one_that_is_missing_does_not_hide_the_others() throws IOException {
            Path log = write("auth.log", sample());
            Program scan = Program.run(folder, "scan", folder.resolve("none").toString(), log.toString());
            assertThat(scan.err())
                    .isEqualTo("saltban-agent: " + folder.resolve("none")
                            + ": is not there; name the log that sshd writes to\n");
            assertThat(scan.out()).contains("3 sources, 4 failed attempts");
        }

        @Test
        void a_damaged_one_is_read_up_to_the_damage() throws IOException {
            byte[] packed = gzip(sample().repeat(500));
            Path log = Files.write(folder.resolve("auth.log.1.gz"), Arrays.copyOf(packed, packed.length / 2));
            Program scan = Program.run(folder, "scan", log.toString());
            assertThat(scan.err()).contains("its compressed data is cut off; what stood behind is lost");
            assertThat(scan.out()).contains("203.0.113.66");
        }

        @Test
        void one_that_is_gone_when_its_turn_comes_does_not_hide_the_others() throws IOException {
            Path first = write("a.log", failed("03:04:05", 1, "root", "203.0.113.8"));
            Path gone = write("b.log", failed("03:04:05", 1, "root", "203.0.113.9"));
            Path last = write("c.log", sample());
            Program scan = Program.withClock(
                    removing(gone), folder, "scan", first.toString(), gone.toString(), last.toString());
            assertThat(scan.err())
                    .isEqualTo("saltban-agent: " + gone + ": is not there; name the log that sshd writes to\n");
            assertThat(scan.out())
                    .contains(first + " and 1 other log: 7 lines")
                    .contains("4 sources, 5 failed attempts");
            assertThat(scan.status()).isZero();
        }

        @Test
        void each_one_of_a_log_that_is_gone_is_named() throws IOException {
            Path oldest = write("auth.log.3", sample());
            Path older = write("auth.log.2", failed("06:04:05", 1, "root", "203.0.113.9"));
            Path old = write("auth.log.1", failed("07:04:05", 1, "root", "203.0.113.9"));
            Path log = write("auth.log", failed("08:04:05", 1, "root", "203.0.113.66"));
            Program scan = Program.withClock(
                    removing(older, old),
                    folder,
                    "scan",
                    log.toString(),
                    old.toString(),
                    older.toString(),
                    oldest.toString());
            String why = ": is not there; name the log that sshd writes to";
            assertThat(scan.err()).isEqualTo("saltban-agent: " + log + ": " + older + why + "; " + old + why + "\n");
            assertThat(scan.out()).contains("3 sources, 5 failed attempts");
        }

        @Test
        void standard_input_that_cannot_be_read_does_not_hide_the_others() throws IOException {
            Path log = write("auth.log", sample());
            Program scan = Program.withInput(folder, failing(""), "scan", "-", log.toString());
            assertThat(scan.err()).isEqualTo("saltban-agent: standard input: cannot be read (Is a directory)\n");
            assertThat(scan.out()).contains(log + ": 6 lines").contains("3 sources, 4 failed attempts");
            assertThat(scan.status()).isZero();
        }

        @Test
        void what_was_read_before_a_failure_counts() {
            Program scan = Program.withInput(folder, failing(sample().repeat(5000)), "scan", "-");
            assertThat(scan.err()).isEqualTo("saltban-agent: standard input: cannot be read (Is a directory)\n");
            assertThat(scan.out()).contains("standard input: ").contains("203.0.113.66");
            assertThat(scan.status()).isZero();
        }

        @Test
        void nothing_readable_is_an_error() {
            Program scan = Program.run(folder, "scan", folder.toString());
            assertThat(scan.err())
                    .isEqualTo("saltban-agent: " + folder + ": is a folder, not a log file; name the log itself\n");
            assertThat(scan.out()).isEmpty();
            assertThat(scan.status()).isEqualTo(66);
        }
    }

    @Nested
    class TheMachinesOwnLog {
        @Test
        void is_found_with_its_rotated_files() throws IOException {
            write("auth.log", sample());
            Path old = write("auth.log.1", failed("02:00:00", 77, "root", "203.0.113.99"));
            Files.setLastModifiedTime(old, FileTime.from(Program.NOW.minusSeconds(9)));
            assertThat(Program.run(folder, "scan").out())
                    .contains("203.0.113.99")
                    .contains(": 7 lines");
        }

        @Test
        void is_looked_for_in_places_that_are_told() {
            Program scan = Program.run(folder, "scan");
            assertThat(scan.err()).isEqualTo("""
                            saltban-agent: no log of sshd was found; name one (scan FILE). Looked for:
                              %1$s/auth.log: is not there
                              %1$s/secure: is not there
                              %1$s/messages: is not there
                            """.formatted(folder));
            assertThat(scan.status()).isEqualTo(66);
        }
    }

    @Nested
    class Options {
        @Test
        void since_leaves_out_what_was_before() throws IOException {
            String log = write("auth.log", sample()).toString();
            assertThat(Program.run(folder, "scan", "--since", "8h", log).out())
                    .contains("2 sources, 1 failed attempt, 1 login");
            assertThat(Program.run(folder, "scan", "--since", "2026-01-05T05:00:00Z", log)
                            .out())
                    .contains("1 source, 0 failed attempts, 1 login");
            assertThat(Program.run(folder, "scan", "--since", "2026-01-05", log).out())
                    .contains("3 sources");
        }

        @Test
        void json_is_a_findings_document() throws IOException {
            String log = write("auth.log", sample()).toString();
            FindingsDocument document = FindingsJson.parse(
                    Program.run(folder, "scan", "--json", log).outBytes());
            assertThat(document.findings()).extracting(Finding::failures).containsExactly(3, 1, 0);
            assertThat(document.more()).isFalse();
            assertThat(document.sources()).singleElement().satisfies(source -> {
                assertThat(source.source()).isEqualTo(log);
                assertThat(source.lines()).isEqualTo(6);
            });
        }

        @Test
        void json_that_does_not_fit_into_one_document_is_cut_and_says_so() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 3000; i++) {
                text.append(failed("03:04:05", i + 1, "root", "198.51." + i / 256 + "." + i % 256));
            }
            Program scan = Program.run(
                    folder, "scan", "--json", write("auth.log", text.toString()).toString());
            FindingsDocument document = FindingsJson.parse(scan.out().strip().getBytes(StandardCharsets.UTF_8));
            assertThat(document.more()).isTrue();
            assertThat(document.findings()).hasSizeBetween(400, 2999);
            assertThat(scan.outBytes().length).isBetween(255 * 1024, 256 * 1024);
            assertThat(scan.err())
                    .isEqualTo("saltban-agent: only the first " + document.to()
                            + " of 3000 findings fit into one document; narrow it down with --since\n");
        }

        @Test
        void phrases_of_the_configuration_count() throws IOException {
            String log = write("auth.log", """
                    2026-01-05T03:04:05Z web1 vsftpd[9]: FAIL LOGIN: Client "203.0.113.66"
                    2026-01-05T03:04:05Z web1 sshd[9]: backdoor tried from 203.0.113.67 again
                    """).toString();
            String configuration = Files.writeString(folder.resolve("agent.yaml"), """
                            sources: [%s]
                            phrases:
                              - 'vsftpd: FAIL LOGIN: Client "<ADDR>"'
                              - 'backdoor tried from <ADDR> again'
                            """.formatted(log))
                    .toString();
            assertThat(Program.run(folder, "scan", "--config", configuration, log)
                            .out())
                    .contains("2 sources, 2 failed attempts");
            assertThat(Program.run(folder, "scan", "--config", configuration).out())
                    .contains("2 sources, 2 failed attempts");
        }

        @Test
        void a_time_or_number_of_another_form_is_a_usage_error() {
            Program since = Program.run(folder, "scan", "--since", "yesterday");
            assertThat(since.err())
                    .isEqualTo("saltban-agent: scan: --since is \"yesterday\"; write 12h, 7d, 2026-01-05 or"
                            + " 2026-01-05T03:04:05Z\nusage: " + ScanCommand.SYNOPSIS
                            + "\nsaltban-agent scan --help says more\n");
            assertThat(since.status()).isEqualTo(64);
            assertThat(Program.run(folder, "scan", "--top", "-1").status()).isEqualTo(64);
        }
    }
}
