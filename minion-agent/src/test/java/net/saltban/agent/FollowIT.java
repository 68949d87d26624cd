package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.saltban.enforce.Requirements;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.FindingsJson;
import net.saltban.journal.Journald;
import net.saltban.outbox.Outbox;
import net.saltban.outbox.OutboxLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class FollowIT {
    @TempDir
    Path folder = Path.of("/");

    private Path log = Path.of("/");
    private int number;

    @BeforeEach
    void begin() throws IOException {
        log = Files.createDirectory(folder.resolve("log")).resolve("auth.log");
        Files.writeString(folder.resolve("agent.yaml"), "sources: [" + log + "]\n");
    }

    private String lines(int count) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            number++;
            text.append(now).append(" web1 sshd[").append(1000 + number);
            text.append("]: Failed password for root from 203.").append(number / 62_500 % 250);
            text.append('.').append(number / 250 % 250).append('.').append(1 + number % 250);
            text.append(" port 40022 ssh2\n");
        }
        return text.toString();
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Nested
    class Reading {
        @Test
        void what_was_there_then_each_line_as_it_comes() throws Exception {
            append(lines(3));
            try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                follow.awaitAttempts(3);
                for (int i = 4; i <= 8; i++) {
                    append(lines(1));
                    follow.awaitAttempts(i);
                }
                follow.awaitTold(8);
                assertThat(follow.told())
                        .allMatch(line -> line.matches(
                                "\\{\"v\":1,\"epoch\":\"[0-9a-f]{16}\",\"to\":\\d+,\"findings\":\\d+,\"gaps\":0\\}"))
                        .last()
                        .asString()
                        .contains("\"to\":8,\"findings\":1,");
                assertThat(follow.end()).isZero();
                assertThat(follow.complaints()).isEmpty();
            }
        }

        @Test
        void half_a_line_waits_for_its_rest() throws Exception {
            append(lines(1));
            try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                String line = lines(1);
                append(lines(1) + line.substring(0, 60));
                follow.awaitAttempts(2);
                append(line.substring(60));
                follow.awaitAttempts(3);
            }
        }

        @Test
        void a_burst_of_100_000_lines() throws Exception {
            try (FollowProcess follow = FollowProcess.start(folder, "-Xmx64m").ready()) {
                append(lines(100_000));
                follow.awaitAttempts(100_000);
                assertThat(follow.end()).isZero();
            }
        }

        @Test
        void a_log_that_appears_later_in_a_folder_that_does() throws Exception {
            Files.delete(log.getParent());
            try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                assertThat(follow.complaints())
                        .containsExactly("saltban-agent: " + log + ": is not there; name the log that sshd writes to");
                Files.createDirectory(log.getParent());
                append(lines(2));
                follow.awaitAttempts(2);
                append(lines(1));
                follow.awaitAttempts(3);
            }
        }

        @Test
        void a_log_that_a_pattern_finds_later() throws Exception {
            Files.writeString(folder.resolve("agent.yaml"), "sources: ['" + folder + "/log/*.log']\n");
            try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                append(lines(2));
                follow.awaitAttempts(2);
                append(lines(1));
                follow.awaitAttempts(3);
            }
        }

        @Test
        void the_journal_as_it_is_written() throws Exception {
            try (Journald journald = Journald.start(Files.createDirectory(folder.resolve("run")))) {
                Files.writeString(folder.resolve("agent.yaml"), "sources: ['journal:" + journald.journal() + "']\n");
                try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                    for (int i = 1; i <= 3; i++) {
                        journald.sshd("Failed password for root from 203.0.113." + i + " port 40022 ssh2");
                        follow.awaitAttempts(i);
                    }
                }
            }
        }

        @Test
        void many_rotations_in_little_memory() throws Exception {
            try (FollowProcess follow = FollowProcess.start(folder, "-Xmx20m").ready()) {
                for (int i = 1; i <= 100; i++) {
                    append(lines(50));
                    if (i % 2 == 0) {
                        Files.copy(log, log.resolveSibling("auth.log." + (1000 - i)));
                        follow.awaitAttempts(i * 50L);
                        Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
                    } else {
                        Files.move(log, log.resolveSibling("auth.log." + (1000 - i)));
                        append(lines(0));
                        follow.awaitAttempts(i * 50L);
                    }
                    if (i > 10) {
                        Files.deleteIfExists(log.resolveSibling("auth.log." + (1010 - i)));
                    }
                }
                assertThat(follow.end()).isZero();
                assertThat(FollowProcess.gaps(folder)).isEmpty();
            }
        }

        @Test
        void something_else_in_the_log_s_place_is_refused_until_it_is_gone() throws Exception {
            append(lines(1));
            try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                Files.move(log, log.resolveSibling("auth.log.1"));
                Files.createDirectory(log);
                Thread.sleep(200); // so that the folder is looked at
                Files.delete(log);
                assertThat(new ProcessBuilder("mkfifo", log.toString()).start().waitFor())
                        .isZero();
                Thread.sleep(200);
                Files.delete(log);
                append(lines(1));
                follow.awaitAttempts(2);
                assertThat(FollowProcess.gaps(folder)).isEmpty();
            }
        }
    }

    @Nested
    class Together {
        private FindingsDocument findings() throws Exception {
            List<String> command = FollowProcess.command(folder, "findings");
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            byte[] out = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).isZero();
            return FindingsJson.parse(out);
        }

        @Test
        void findings_prints_what_follow_has_kept() throws Exception {
            append(lines(2));
            findings();
            append(lines(1));
            try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                append(lines(2));
                follow.awaitAttempts(5);
                FindingsDocument document = findings();
                assertThat(document.findings()).hasSize(5);
                assertThat(document.sources()).singleElement().satisfies(health -> {
                    assertThat(health.lines()).isEqualTo(5);
                    assertThat(health.lagBytes()).isZero();
                });
                assertThat(follow.end()).isZero();
            }
            append(lines(1));
            assertThat(findings().findings()).hasSize(6);
        }

        @Test
        void follow_waits_for_another_run_to_end() throws Exception {
            append(lines(2));
            try (FollowProcess follow = startWhileHeld()) {
                follow.ready().awaitAttempts(2);
                assertThat(follow.end()).isZero();
            }
        }

        private FollowProcess startWhileHeld() throws Exception {
            try (Outbox other = Outbox.open(
                            folder.resolve("state/outbox"),
                            Duration.ZERO,
                            InstantSource.system(),
                            OutboxLimits.shipped())
                    .orElseThrow()) {
                FollowProcess follow = FollowProcess.start(folder);
                assertThat(follow.process().waitFor(1500, TimeUnit.MILLISECONDS))
                        .isFalse();
                assertThat(follow.told()).isEmpty();
                assertThat(other.nextSeq()).isEqualTo(1);
                return follow;
            }
        }

        @Test
        void a_second_follow_says_so_and_ends() throws Exception {
            append(lines(1));
            try (FollowProcess first = FollowProcess.start(folder).ready();
                    FollowProcess second = FollowProcess.start(folder)) {
                assertThat(second.process().waitFor()).isEqualTo(75);
                second.awaitComplaints(1);
                assertThat(second.complaints())
                        .containsExactly("saltban-agent: " + folder.resolve("state/outbox")
                                + ": another saltban-agent follow is at work here");
                first.awaitAttempts(1);
            }
        }
    }

    @Nested
    class End {
        @Test
        void by_signal_keeps_what_was_written_before() throws Exception {
            try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                append(lines(5000));
                follow.process().destroy();
                assertThat(follow.process().waitFor()).isEqualTo(143);
                follow.awaitAttempts(5000);
            }
        }

        @Test
        void does_not_come_from_the_null_device() throws Exception {
            Process process = new ProcessBuilder(FollowProcess.command(folder, "follow"))
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            try {
                assertThat(process.inputReader(StandardCharsets.UTF_8).readLine())
                        .contains("\"to\":0");
                assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Nested
    class Trouble {
        private static final String WITH_TMPFS = "mount -t tmpfs -o size=600k tmpfs \"$0\" && head -c 200000 /dev/zero"
                + " >\"$0/ballast\" && exec \"$@\"";
        private static final String READ_ONLY =
                "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";

        private FollowProcess startIn(String script) throws IOException {
            Path state = Files.createDirectories(folder.resolve("state"));
            return FollowProcess.startBy(folder, List.of("unshare", "-m", "sh", "-c", script, state.toString()));
        }

        @Test
        void a_full_disk_loses_nothing_once_there_is_room() throws Exception {
            Requirements.rootAnd("unshare", "mount", "nsenter");
            append(lines(100));
            try (FollowProcess follow = startIn(WITH_TMPFS).ready()) {
                Path inside = Path.of("/proc/" + follow.process().pid() + "/root" + folder);
                append(lines(1500)); // some 500 KiB of findings
                follow.awaitComplaints(1);
                assertThat(follow.complaints().get(0)).endsWith("; what the logs hold is read again when that is over");
                Files.delete(inside.resolve("state/ballast"));
                assertThat(new ProcessBuilder(
                                        "nsenter",
                                        "-t",
                                        String.valueOf(follow.process().pid()),
                                        "-m",
                                        "mount",
                                        "-o",
                                        "remount,size=8m",
                                        folder.resolve("state").toString())
                                .start()
                                .waitFor())
                        .isZero();
                append(lines(10));
                follow.awaitTold(1610);
                assertThat(FollowProcess.attempts(inside)).isEqualTo(1610);
                assertThat(follow.end()).isZero();
            }
        }

        @Test
        void an_outbox_that_is_moved_away_ends_it() throws Exception {
            append(lines(1));
            try (FollowProcess follow = FollowProcess.start(folder).ready()) {
                Path outbox = folder.resolve("state/outbox");
                Files.move(outbox, folder.resolve("state/old"));
                append(lines(1));
                assertThat(follow.process().waitFor()).isEqualTo(74);
                follow.awaitComplaints(1);
                assertThat(follow.complaints())
                        .containsExactly("saltban-agent: " + outbox
                                + ": was moved or replaced while it was written to; start follow again");
            }
            try (FollowProcess again = FollowProcess.start(folder).ready()) {
                again.awaitAttempts(2);
            }
        }

        @Test
        void a_read_only_state_folder_is_told_at_once() throws Exception {
            Requirements.rootAnd("unshare", "mount", "nsenter");
            append(lines(1));
            try (FollowProcess follow = startIn(READ_ONLY)) {
                assertThat(follow.process().waitFor()).isEqualTo(74);
                follow.awaitComplaints(1);
                assertThat(follow.complaints())
                        .containsExactly(
                                "saltban-agent: " + folder.resolve("state/outbox") + ": Read-only file system");
            }
        }
    }
}
