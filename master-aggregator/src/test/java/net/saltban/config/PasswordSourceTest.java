package net.saltban.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import net.saltban.problem.ProblemsException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordSourceTest {
    @TempDir
    Path folder;

    @Nested
    final class InFile {
        @ParameterizedTest
        @ValueSource(strings = {"sesame", "sesame\n", "sesame\r\n", "sesame\nand more\n"})
        void is_the_first_line(String content) throws Exception {
            assertThat(read(content, "rw-------")).isEqualTo("sesame");
        }

        @Test
        void may_be_read_only() throws Exception {
            assertThat(read("sesame", "r--------")).isEqualTo("sesame");
        }

        @ParameterizedTest
        @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
        void is_refused_if_more_than_the_owner_can_use_it(String mode) {
            assertThatThrownBy(() -> read("sesame", mode))
                    .isInstanceOf(ProblemsException.class)
                    .hasMessage(folder.resolve("password") + ": its mode is " + mode
                            + ", so that more than its owner can use it; chmod 600 it and change the password");
        }

        @Test
        void is_refused_if_empty() {
            assertThatThrownBy(() -> read("\nsesame", "rw-------"))
                    .hasMessage(folder.resolve("password") + ": its first line is empty; write the password there");
        }

        @Test
        void is_missed_by_name() {
            assertThatThrownBy(() -> new PasswordSource.InFile(folder.resolve("none")).read(Map.of()))
                    .hasMessage(folder.resolve("none") + ": there is no such file; write the password into it with mode"
                            + " 0600, or name another by salt-api.password-file");
        }

        @Test
        void is_bounded() {
            assertThatThrownBy(() -> read("x".repeat(5000), "rw-------"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("larger than the 4096 bytes that are read at most");
        }

        private String read(String content, String mode) throws Exception {
            Path file = Files.writeString(folder.resolve("password"), content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            return new PasswordSource.InFile(file).read(Map.of());
        }
    }

    @Nested
    final class InEnvironment {
        private final PasswordSource source = new PasswordSource.InEnvironment("SALTBAN_PASSWORD");

        @Test
        void is_the_value_of_the_variable() throws Exception {
            assertThat(source.read(Map.of("SALTBAN_PASSWORD", "sesame"))).isEqualTo("sesame");
        }

        @Test
        void is_missed_by_name() {
            assertThatThrownBy(() -> source.read(Map.of("SALTBAN_PASSWORD", "")))
                    .isInstanceOf(ProblemsException.class)
                    .hasMessage("environment variable SALTBAN_PASSWORD: it is not set, or empty; set it to the"
                            + " password, or use salt-api.password-file");
        }
    }
}
