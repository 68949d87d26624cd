package net.saltban.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void the_content_is_replaced_and_nothing_else_is_left() throws IOException {
        Path file = folder.resolve("list");
        new AtomicFile(file, "rw-r-----").write(bytes("old"));
        new AtomicFile(file, "rw-r-----").write(bytes("new"));
        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryContaining("glob:**/list");
        assertThat(folder.toFile().list()).containsExactly("list");
    }

    @Test
    void the_mode_is_the_one_asked_for_whatever_the_umask() throws IOException {
        Path file = folder.resolve("list");
        new AtomicFile(file, "rw-rw-rw-").write(bytes("x"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-rw-");
    }

    @Test
    void where_writing_fails_the_old_content_stays() throws IOException {
        Path file = folder.resolve("list");
        new AtomicFile(file, "rw-r--r--").write(bytes("old"));
        assertThatThrownBy(() -> new AtomicFile(file, "rw-r--r--").write(out -> {
                    out.write(bytes("half"));
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(file).hasContent("old");
    }

    @Test
    void what_an_interrupted_write_left_is_overwritten() throws IOException {
        Path file = folder.resolve("list");
        Files.writeString(folder.resolve(".list.new"), "half");
        new AtomicFile(file, "rw-r--r--").write(bytes("new"));
        assertThat(folder.toFile().list()).containsExactly("list");
    }

    @Test
    void a_link_in_place_of_the_file_is_replaced_and_its_target_stays() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Path file = Files.createSymbolicLink(folder.resolve("list"), target);
        Files.createSymbolicLink(folder.resolve(".list.new"), target);
        new AtomicFile(file, "rw-r--r--").write(bytes("new"));
        assertThat(target).hasContent("precious");
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
