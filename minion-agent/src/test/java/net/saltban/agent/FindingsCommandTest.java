package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.saltban.finding.FindingsDocument;
import net.saltban.finding.FindingsJson;
import net.saltban.limits.InputLimits;
import net.saltban.outbox.Outbox;
import net.saltban.outbox.OutboxLimits;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FindingsCommandTest {
    @TempDir
    Path folder = Path.of("/");

    private int pid = 1000;

    private void attempts(int count) throws IOException {
        attempts(count, "2026-01-05T03:04:05Z");
    }

    private void attempts(int count, String time) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            pid++;
            text.append(time).append(" web1 sshd[").append(pid);
            text.append("]: Failed password for root from 203.0.")
                    .append(pid / 250 % 250)
                    .append('.');
            text.append(1 + pid % 250).append(" port 40022 ssh2\n");
        }
        Files.writeString(
                folder.resolve("auth.log"), text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(folder.resolve("auth.log"), FileTime.from(Program.NOW));
    }

    private Program run(String... args) {
        List<String> all = new ArrayList<>(List.of("findings", "--state-dir", state().toString(), "--minion", "web1"));
        all.addAll(List.of(args));
        return Program.run(folder, all.toArray(String[]::new));
    }

    private Path state() {
        return folder.resolve("state");
    }

    private FindingsDocument document(String... args) throws IOException {
        Program program = run(args);
        assertThat(program.status()).as(program.err()).isZero();
        return FindingsJson.parse(program.outBytes());
    }

    @Nested
    class Reading {
        @Test
        void goes_on_where_the_last_run_ended() throws IOException {
            attempts(3);
            FindingsDocument first = document();
            assertThat(first.findings()).hasSize(3);
            assertThat(first.minion()).isEqualTo("web1");
            attempts(2);
            FindingsDocument second = document("--from", first.epoch() + ":" + first.to());
            assertThat(second.from()).isEqualTo(3);
            assertThat(second.to()).isEqualTo(5);
            assertThat(second.sources()).singleElement().satisfies(log -> {
                assertThat(log.lines()).isEqualTo(5);
                assertThat(log.lagBytes()).isZero();
                assertThat(log.problem()).isEmpty();
            });
        }

        @Test
        void an_attempt_that_stands_on_both_sides_of_a_run_counts_once() throws IOException {
            append("Invalid user admin from 203.0.113.66 port 40022", Duration.ZERO);
            document();
            append("Failed password for invalid user admin from 203.0.113.66 port 40022 ssh2", Duration.ZERO);
            document();
            append("Connection closed by invalid user admin 203.0.113.66 port 40022 [preauth]", Duration.ZERO);
            assertThat(failures()).isEqualTo(1);
        }

        @Test
        void a_connection_that_says_no_more_counts_when_the_log_has_been_silent() throws IOException {
            append("Invalid user admin from 203.0.113.66 port 40022", Duration.ofMinutes(9));
            assertThat(failures()).isZero();
            append("Invalid user admin from 203.0.113.66 port 40022", Duration.ofMinutes(11));
            assertThat(failures()).isEqualTo(1);
        }

        private void append(String message, Duration ago) throws IOException {
            Path log = folder.resolve("auth.log");
            Files.writeString(
                    log,
                    "2026-01-05T03:04:05Z web1 sshd[9]: " + message + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            Files.setLastModifiedTime(log, FileTime.from(Program.NOW.minus(ago)));
        }

        private int failures() throws IOException {
            return document().findings().stream()
                    .mapToInt(finding -> finding.failures())
                    .sum();
        }

        @Test
        void nothing_new_writes_nothing() throws IOException {
            attempts(3);
            document();
            Path segment = state().resolve("outbox/0000000001.journal");
            long bytes = Files.size(segment);
            document();
            assertThat(Files.size(segment)).isEqualTo(bytes);
        }

        @Test
        void what_is_older_than_the_first_read_does_not_count() throws IOException {
            attempts(2, "2025-11-30T03:04:05Z");
            attempts(1);
            assertThat(document().findings()).hasSize(1);
        }

        @Test
        void an_own_phrase_makes_messages_of_another_program_count() throws IOException {
            Path log = Files.writeString(
                    folder.resolve("mail.log"),
                    "2026-01-05T03:04:05Z web1 mailer[9]: login refused for <bob>, peer=203.0.113.66, end\n");
            Files.setLastModifiedTime(log, FileTime.from(Program.NOW));
            String sources = "sources: [" + log + "]\n";
            Path configuration = folder.resolve("agent.yaml");
            Files.writeString(configuration, sources);
            assertThat(document("--config", configuration.toString()).findings())
                    .isEmpty();

            Files.delete(log);
            Files.writeString(
                    log, "2026-01-05T03:05:05Z web1 mailer[9]: login refused for <eve>, peer=203.0.113.67, end\n");
            Files.setLastModifiedTime(log, FileTime.from(Program.NOW));
            Files.writeString(
                    configuration, sources + "phrases: ['mailer: login refused for <<USER>>, peer=<ADDR>, end']\n");
            assertThat(document("--config", configuration.toString()).findings())
                    .extracting(finding -> finding.source().toString())
                    .containsExactly("203.0.113.67");
        }

        @Test
        void a_log_that_is_missing_is_told_and_the_others_are_read() throws IOException {
            attempts(1);
            Path configuration = Files.writeString(
                    folder.resolve("agent.yaml"),
                    "sources: [" + folder.resolve("none") + ", " + folder.resolve("auth.log") + "]\n");
            FindingsDocument document = document("--config", configuration.toString());
            assertThat(document.findings()).hasSize(1);
            assertThat(document.sources())
                    .extracting(log -> log.problem())
                    .containsExactly("", "is not there; name the log that sshd writes to");
        }
    }

    @Nested
    class Pages {
        @Test
        void stay_within_their_bytes_and_leave_nothing_out() throws IOException {
            attempts(5000);
            long at = 0;
            FindingsDocument page = document();
            int pages = 1;
            assertThat(page.from()).isZero();
            while (page.more()) {
                at = page.to();
                Program program = run("--from", page.epoch() + ":" + at);
                assertThat(program.outBytes()).hasSizeLessThanOrEqualTo(InputLimits.FINDINGS_BYTES_MAX);
                page = FindingsJson.parse(program.outBytes());
                assertThat(page.from()).isEqualTo(at);
                pages++;
            }
            assertThat(page.to()).isEqualTo(5000);
            assertThat(pages).isGreaterThan(5);
        }

        @Test
        void a_cursor_of_another_epoch_gets_all() throws IOException {
            attempts(3);
            assertThat(document("--from", "00c0ffee00c0ffee:2").from()).isZero();
        }
    }

    @Nested
    class Without {
        @Test
        void reading_it_prints_what_is_there() throws IOException {
            attempts(1);
            document();
            attempts(1);
            assertThat(document("--no-read").findings()).hasSize(1);
        }

        @Test
        void an_outbox_it_says_so() {
            Program program = run("--no-read");
            assertThat(program.err())
                    .isEqualTo("saltban-agent: " + state().resolve("outbox")
                            + ": no outbox has been begun here; run findings without --no-read\n");
            assertThat(program.status()).isEqualTo(66);
        }
    }

    @Nested
    class Trouble {
        @Test
        void a_damaged_outbox_is_refused_and_left_alone() throws IOException {
            attempts(3);
            document();
            Path segment = state().resolve("outbox/0000000001.journal");
            byte[] bytes = Files.readAllBytes(segment);
            bytes[bytes.length - 5] ^= 1;
            Files.write(segment, bytes);
            Program program = run();
            assertThat(program.err())
                    .startsWith(
                            "saltban-agent: " + segment + ": the record at byte 52 is damaged; nothing was changed:");
            assertThat(program.out()).isEmpty();
            assertThat(program.status()).isEqualTo(65);
            assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
        }

        @Test
        void where_another_run_is_at_work_its_findings_are_printed() throws IOException {
            attempts(1);
            document();
            attempts(1);
            Path outbox = state().resolve("outbox");
            try (Outbox other = Outbox.open(outbox, Duration.ZERO, () -> Program.NOW, OutboxLimits.shipped())
                    .orElseThrow()) {
                assertThat(other.nextSeq()).isEqualTo(2);
                Program program = run();
                assertThat(program.err())
                        .isEqualTo("saltban-agent: " + outbox
                                + ": another saltban-agent is reading the logs; this is what it has kept so far\n");
                assertThat(FindingsJson.parse(program.outBytes()).findings()).hasSize(1);
            }
        }

        @Test
        void root_does_not_write_where_a_user_could_lead_it_astray() throws IOException {
            Path outbox = Files.createDirectories(state().resolve("outbox"));
            Assumptions.assumeTrue(Owner.isRoot(), "only root can give a folder away");
            Files.setAttribute(outbox, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
            Program program = run();
            assertThat(program.err()).contains(": belongs to nobody, and root does not write there;");
            assertThat(program.status()).isEqualTo(77);
            assertThat(outbox).isEmptyDirectory();
        }

        @Test
        void a_state_folder_that_cannot_be_made() throws IOException {
            Files.createFile(state());
            Program program = run();
            assertThat(program.err()).contains("reading on failed: " + state());
            assertThat(program.status()).isEqualTo(66);
        }

        @Test
        void usage_errors_are_one_line_and_the_synopsis() {
            Program program = run("--from", "7");
            assertThat(program.err())
                    .isEqualTo("saltban-agent: findings: --from is no EPOCH:SEQ, such as 00c0ffee00c0ffee:17\nusage: "
                            + FindingsCommand.SYNOPSIS + "\nsaltban-agent findings --help says more\n");
            assertThat(program.status()).isEqualTo(64);
            assertThat(run("something").status()).isEqualTo(64);
            assertThat(run("--form", "7").status()).isEqualTo(64);
        }

        @Test
        void all_problems_of_the_configuration_are_told_at_once() throws IOException {
            Path configuration = Files.writeString(folder.resolve("agent.yaml"), "sorces: x\nfirst-read: soon\n");
            Program program = run("--config", configuration.toString());
            assertThat(program.err().lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("saltban-agent: " + configuration + ":"));
            assertThat(program.status()).isEqualTo(78);
        }
    }
}
