package net.saltban.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFinderTest {
    @TempDir
    Path folder = Path.of("/");

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(folder.resolve(name).resolveSibling("."));
        return Files.createFile(file);
    }

    private List<Path> find(String... patterns) throws IOException {
        return new LogFinder(folder).find(List.of(patterns)).logs();
    }

    @Nested
    class Automatic {
        @Test
        void takes_one_log_and_mentions_the_others() throws IOException {
            Path secure = file("secure");
            file("messages");
            LogFinder.Found found = new LogFinder(folder).find(List.of());
            assertThat(found.logs()).containsExactly(secure);
            assertThat(found.looked())
                    .extracting(LogFinder.Looked::outcome)
                    .containsExactly(
                            "is not there",
                            "is read",
                            "is there too; name it under 'sources' if sshd writes to it",
                            "is not read by this version");
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
    class Patterns {
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
