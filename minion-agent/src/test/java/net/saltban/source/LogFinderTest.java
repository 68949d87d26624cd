package net.saltban.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFinderTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    @TempDir
    Path folder = Path.of("/");

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(folder.resolve(name).resolveSibling("."));
        return Files.createFile(file);
    }

    private List<Path> find(String... patterns) throws IOException {
        return new LogFinder(folder)
                .find(List.of(patterns), Set.of(), NOW).logs().stream()
                        .map(LogName::path)
                        .toList();
    }

    @Nested
    class Automatic {
        @Test
        void takes_one_log_and_mentions_the_others() throws IOException {
            Path secure = file("secure");
            file("messages");
            LogFinder.Found found = new LogFinder(folder).find(List.of(), Set.of(), NOW);
            assertThat(found.logs()).containsExactly(LogName.of(secure));
            assertThat(found.looked())
                    .extracting(LogFinder.Looked::outcome)
                    .containsExactly(
                            "is not there", "is read", "is there too; name it under 'sources' if sshd writes to it");
        }

        @Test
        void prefers_auth_log() throws IOException {
            file("secure");
            Path auth = file("auth.log");
            assertThat(find()).containsExactly(auth);
        }

        @Test
        void finds_nothing_where_nothing_is() throws IOException {
            assertThat(find()).isEmpty();
        }
    }

    @Nested
    class AutomaticJournal {
        private static LogFinder finder(Path folder, boolean isPossible, boolean holdsSshd) {
            return new LogFinder(folder, new JournalProbe() {
                @Override
                public LogName journal() {
                    return LogName.JOURNAL;
                }

                @Override
                public boolean isPossible() {
                    return isPossible;
                }

                @Override
                public Result look() {
                    return new Result(holdsSshd, holdsSshd ? "holds messages" : "holds none");
                }
            });
        }

        private List<LogName> find(boolean isPossible, boolean holdsSshd, LogName... begun) throws IOException {
            return finder(folder, isPossible, holdsSshd)
                    .find(List.of("auto"), Set.of(begun), NOW)
                    .logs();
        }

        private LogName written(String name, Duration ago) throws IOException {
            Path file = file(name);
            Files.setLastModifiedTime(file, FileTime.from(NOW.minus(ago)));
            return LogName.of(file);
        }

        @Test
        void is_taken_only_if_it_holds_messages_of_sshd() throws IOException {
            LogName auth = written("auth.log", Duration.ZERO);
            assertThat(find(true, true)).containsExactly(LogName.JOURNAL);
            assertThat(find(true, false)).containsExactly(auth);
        }

        @Test
        void does_not_take_the_place_of_a_log_that_reading_began_with() throws IOException {
            LogName auth = written("auth.log", Duration.ofDays(6));
            assertThat(find(true, true, auth)).containsExactly(auth);
        }

        @Test
        void takes_the_place_of_a_log_that_is_not_written_to_any_more() throws IOException {
            LogName auth = written("auth.log", Duration.ofDays(8));
            assertThat(find(true, true, auth)).containsExactly(LogName.JOURNAL);
        }

        @Test
        void is_stayed_with() throws IOException {
            LogName auth = written("auth.log", Duration.ZERO);
            assertThat(find(true, false, auth, LogName.JOURNAL)).containsExactly(LogName.JOURNAL);
            assertThat(find(false, false, auth, LogName.JOURNAL)).containsExactly(auth);
        }

        @Test
        void is_told_with_the_reason() throws IOException {
            LogName auth = written("auth.log", Duration.ZERO);
            assertThat(finder(folder, true, true)
                            .find(List.of(), Set.of(auth), NOW)
                            .looked())
                    .extracting(LogFinder.Looked::toString)
                    .contains("journal: is not read, since reading began with " + auth + ", which is written to");
        }
    }

    @Nested
    class Patterns {
        @Test
        void journals_and_files_may_be_named_together() throws IOException {
            Path auth = file("auth.log");
            assertThat(new LogFinder(folder)
                            .find(List.of("journal", "journal:/srv/x/../y", auth.toString()), Set.of(), NOW)
                            .logs())
                    .extracting(LogName::text)
                    .containsExactlyInAnyOrder("journal", "journal:/srv/y", auth.toString());
        }

        @Test
        void a_journal_without_a_folder_is_none() {
            assertThat(LogName.journal("journal:ssh.service")).isEmpty();
            assertThat(LogName.journal("journal:")).isEmpty();
        }

        @Test
        void stand_for_logs_in_several_folders() throws IOException {
            Path one = file("a/log/auth.log");
            Path two = file("b/log/auth.log");
            file("b/log/other");
            assertThat(find(folder + "/*/log/auth.log")).containsExactly(one, two);
        }

        @Test
        void rotated_files_belong_to_their_log() throws IOException {
            Path log = file("auth.log");
            Path other = file("auth2.log");
            file("auth.log.1");
            file("auth.log.2.gz");
            file("auth-20260105.log");
            assertThat(find(folder + "/auth*")).containsExactly(log, other);
        }

        @Test
        void hidden_files_and_folders_are_no_logs() throws IOException {
            file(".auth.log");
            Files.createDirectory(folder.resolve("x.log"));
            assertThat(find(folder + "/*log")).isEmpty();
        }

        @Test
        void braces_mean_nothing() throws IOException {
            Path braces = file("{a,b}1.log");
            file("a1.log");
            assertThat(find(folder + "/{a,b}?.log")).containsExactly(braces);
        }

        @Test
        void a_path_without_wildcards_is_a_log_even_before_it_is_there() throws IOException {
            assertThat(find(folder + "/later.log")).containsExactly(folder.resolve("later.log"));
        }
    }
}
