package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

import net.saltban.source.JournalProbe;
import net.saltban.source.LogName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    @TempDir
    Path folder = Path.of("/");

    private Program doctor() {
        return Program.run(
                folder, "doctor", "--state-dir", folder.resolve("state").toString());
    }

    private void log(Duration age) throws IOException {
        Path log = Files.writeString(
                folder.resolve("auth.log"),
                "2026-01-05T03:04:05Z web1 sshd[9]: Failed password for root from 203.0.113.66 port 40022 ssh2\n");
        Files.setLastModifiedTime(log, FileTime.from(Program.NOW.minus(age)));
    }

    @Nested
    class Logs {
        @Test
        void one_that_is_read_is_well() throws IOException {
            log(Duration.ofMinutes(1));
            assertThat(doctor().out())
                    .contains("ok       log: " + folder
                            + "/auth.log: can be read; in the last 24 hours sshd named 1 source in it\n")
                    .contains("outbox: not begun yet".replace("outbox: ", "outbox: " + folder + "/state/outbox: "));
        }

        @Test
        void none_is_a_problem_with_a_fix() {
            assertThat(doctor().out()).contains("""
                            problem  log: none was found
                                 fix: name the log that sshd writes to under 'sources' in agent.yaml
                            """);
            assertThat(doctor().status()).isEqualTo(78);
        }

        private String fixWhereTheJournal(String outcome) {
            JournalProbe journal = new JournalProbe() {
                @Override
                public LogName journal() {
                    return LogName.JOURNAL;
                }

                @Override
                public boolean isPossible() {
                    return true;
                }

                @Override
                public Result look() {
                    return new Result(false, outcome);
                }
            };
            String state = folder.resolve("state").toString();
            String out = Program.withJournal(journal, folder, "doctor", "--state-dir", state)
                    .out();
            return out.substring(out.indexOf("fix: "), out.indexOf('\n', out.indexOf("fix: ")));
        }

        @Test
        void the_group_of_the_journal_is_named_only_where_that_is_what_is_missing() throws IOException {
            String user = Owner.ofReading();
            assertThat(fixWhereTheJournal("may not be read by this user; join the group systemd-journal, or be root"))
                    .isEqualTo("fix: usermod -aG systemd-journal " + user + ", and run this as " + user
                            + "; or name the log that sshd writes to under 'sources' in agent.yaml");
            assertThat(fixWhereTheJournal("holds no message of sshd that journald vouches for"))
                    .isEqualTo("fix: name the log that sshd writes to under 'sources' in agent.yaml");
        }

        @Test
        void ambiguous_lines_are_told_of_the_files_that_they_were_counted_in() throws IOException {
            String cut = "2026-01-0%dT03:04:05Z web1 sshd[9]: Failed password for invalid user " + "a".repeat(480)
                    + " from 203.0.113.66 port 40022 ssh2\n";
            Path log = Files.writeString(folder.resolve("auth.log"), cut.formatted(1));
            Files.setLastModifiedTime(log, FileTime.from(Program.NOW));
            assertThat(doctor().out())
                    .contains("/auth.log: 1 line in the files written to in the last 24 hours is ambiguous and blames"
                            + " nobody\n");
            Files.writeString(log, cut.formatted(1) + cut.formatted(5));
            Files.setLastModifiedTime(log, FileTime.from(Program.NOW));
            assertThat(doctor().out())
                    .contains("/auth.log: 2 lines in the files written to in the last 24 hours are ambiguous and blame"
                            + " nobody\n");
        }

        @Test
        void one_that_nobody_writes_to_any_more() throws IOException {
            log(Duration.ofDays(9));
            assertThat(doctor().out())
                    .contains("was last written to 9 days ago\n     fix: find out where sshd logs now");
        }
    }

    @Nested
    class State {
        @Test
        void what_has_been_read_is_told() throws IOException {
            log(Duration.ofMinutes(1));
            Program.run(
                    folder, "findings", "--state-dir", folder.resolve("state").toString());
            assertThat(doctor().out())
                    .contains("/state/outbox: findings 1 to 1 of epoch ")
                    .contains("auth.log: 1 line read, 0 bytes to be read, 0 lines ambiguous\n");
        }

        @Test
        void damage_is_a_problem_and_nothing_is_changed() throws IOException {
            log(Duration.ofMinutes(1));
            Program.run(
                    folder, "findings", "--state-dir", folder.resolve("state").toString());
            Path segment = folder.resolve("state/outbox/0000000001.journal");
            byte[] bytes = Files.readAllBytes(segment);
            bytes[60] ^= 1;
            Files.write(segment, bytes);
            assertThat(doctor().out()).contains("problem  outbox: " + segment + ": the record at byte 52 is damaged;");
            assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
        }
    }
}
