package net.saltban.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TextLogTest {
    @TempDir
    Path temporary = Path.of("/");

    LogFolder folder = new LogFolder(temporary);
    Reader reader = new Reader(folder);

    @BeforeEach
    void begin() {
        folder = new LogFolder(temporary);
        reader = new Reader(folder);
    }

    void assertAllReadOnce() {
        assertThat(reader.lines()).isEqualTo(folder.lines());
        assertThat(reader.gaps()).isEmpty();
    }

    @Nested
    class Growing {
        @Test
        void each_pass_reads_what_was_added() throws IOException {
            folder.append(3);
            reader.pass();
            folder.append(2);
            reader.pass();
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void half_a_line_at_the_end_waits_for_its_rest() throws IOException {
            folder.append(1);
            folder.appendRaw(folder.log(), "half a".getBytes(StandardCharsets.UTF_8));
            reader.pass();
            assertAllReadOnce();
            folder.appendRaw(folder.log(), " line\n".getBytes(StandardCharsets.UTF_8));
            reader.pass();
            assertThat(reader.lines()).endsWith("half a line");
        }

        @Test
        void a_log_that_was_empty_at_first_is_read_from_its_start() throws IOException {
            Files.createFile(folder.log());
            reader.pass();
            folder.append(2);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void a_log_that_is_missing_at_first_is_read_from_its_start_even_from_now_on() throws IOException {
            assertThatThrownBy(() -> reader.pass(9, FirstRead.fromNow(), folder.now()))
                    .isInstanceOf(NoSuchFileException.class);
            folder.append(2);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void what_is_not_read_yet_is_the_lag() throws IOException {
            folder.append(1);
            folder.appendRaw(folder.log(), "12345".getBytes(StandardCharsets.UTF_8));
            try (TextLog log = TextLog.begin(folder.log(), FirstRead.back(Duration.ofDays(1)), folder.now())) {
                boolean more = true;
                while (more) {
                    more = log.read((buffer, from, to, notAfter) -> {});
                }
                assertThat(log.lagBytes()).isEqualTo(5);
            }
        }
    }

    @Nested
    class Rotation {
        @Test
        void renamed_before_it_was_read_to_its_end() throws IOException {
            folder.append(3);
            reader.pass();
            folder.append(3);
            folder.rotateByRename(true);
            folder.append(3);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void renamed_and_the_new_log_is_not_there_yet() throws IOException {
            folder.append(3);
            reader.pass();
            folder.append(1);
            folder.rotateByRename(false);
            assertThatThrownBy(() -> reader.pass()).isInstanceOf(NoSuchFileException.class);
            folder.append(2);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void the_daemon_writes_on_into_the_renamed_file() throws IOException {
            folder.append(3);
            reader.pass();
            folder.rotateByRename(true);
            reader.pass();
            folder.appendTo(folder.file("auth.log.1"), 2);
            reader.pass();
            folder.append(1);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void late_lines_are_found_after_compression_too() throws IOException {
            folder.append(3);
            reader.pass();
            folder.rotateByRename(true);
            reader.pass();
            folder.appendTo(folder.file("auth.log.1"), 2);
            folder.compress(1, ".gz");
            folder.append(2);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void copied_and_emptied() throws IOException {
            folder.append(5);
            reader.pass();
            folder.append(2);
            folder.rotateByCopy();
            folder.append(1);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void copied_and_emptied_and_grown_beyond_where_reading_stood() throws IOException {
            folder.append(2);
            reader.pass();
            folder.rotateByCopy();
            folder.append(50);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void a_copy_that_is_still_being_made_is_not_read_twice() throws IOException {
            folder.append(50);
            reader.pass(1);
            byte[] whole = Files.readAllBytes(folder.log());
            for (int bytes : new int[] {0, 10, 1500, whole.length}) {
                Files.write(folder.file("auth.log.1"), Arrays.copyOf(whole, bytes));
                reader.pass();
            }
            folder.empty();
            folder.append(1);
            reader.pass();
            assertAllReadOnce();
        }

        @ParameterizedTest
        @MethodSource("net.saltban.source.LogFolder#suffixes")
        void several_rotations_while_away(String suffix) throws IOException {
            folder.append(30);
            reader.pass(1);
            for (int i = 0; i < 5; i++) {
                folder.append(30);
                folder.rotateByRename(true);
                if (i > 0) {
                    folder.compress(2, suffix);
                }
            }
            folder.append(1);
            reader.pass();
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void compression_that_has_not_removed_the_plain_file_yet() throws IOException {
            folder.append(20);
            reader.pass(1);
            folder.rotateByRename(true);
            try (OutputStream out = LogFolder.packer(".gz", Files.newOutputStream(folder.file("auth.log.1.gz")))) {
                out.write(Files.readAllBytes(folder.file("auth.log.1")), 0, 700);
            }
            folder.append(2);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void names_with_a_date() throws IOException {
            folder.append(3);
            reader.pass();
            folder.append(1);
            Files.move(folder.log(), folder.file("auth.log-20260105"));
            folder.append(2);
            reader.pass();
            Files.move(folder.log(), folder.file("auth-20260106.log"));
            folder.append(2);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void an_inode_that_is_used_again_is_another_log() throws IOException {
            folder.append(4);
            reader.pass();
            folder.rotateByRename(true);
            Path kept = folder.file("auth.log.1");
            byte[] content = Files.readAllBytes(kept);
            // The old inode now carries the new log, the old content lies elsewhere.
            Files.delete(folder.log());
            Files.move(kept, folder.log());
            folder.empty();
            Files.write(kept, content);
            folder.append(9);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void old_files_that_were_touched_or_restored_are_not_read_again() throws IOException {
            for (int i = 0; i < 3; i++) {
                folder.append(5);
                folder.rotateByRename(true);
            }
            folder.append(5);
            reader.pass();
            Path old = folder.file("auth.log.3");
            byte[] content = Files.readAllBytes(old);
            Files.delete(old);
            folder.rotateByRename(true);
            folder.append(1);
            reader.pass();
            folder.appendRaw(old, content);
            folder.rotateByRename(true);
            folder.append(1);
            reader.pass();
            assertAllReadOnce();
        }
    }

    @Nested
    class Loss {
        @Test
        void emptied_in_place_is_a_gap() throws IOException {
            folder.append(3);
            reader.pass();
            long position = Files.size(folder.log());
            folder.empty();
            folder.append(2);
            reader.pass();
            assertThat(reader.lines()).isEqualTo(folder.lines());
            assertThat(reader.gaps())
                    .containsExactly(folder.log() + ": was replaced or emptied after byte " + position
                            + " and no rotated file continues it; what was written in between may be lost");
        }

        @Test
        void cut_shorter_in_place_is_a_gap_and_later_lines_count() throws IOException {
            folder.append(60);
            reader.pass();
            long position = Files.size(folder.log());
            try (var channel = Files.newByteChannel(folder.log(), StandardOpenOption.WRITE)) {
                channel.truncate(2000);
            }
            folder.appendRaw(folder.log(), "\n".getBytes(StandardCharsets.UTF_8));
            reader.pass();
            folder.append(3);
            reader.pass();
            assertThat(reader.lines()).isEqualTo(folder.lines());
            assertThat(reader.gaps())
                    .containsExactly(folder.log() + ": was cut to 2001 bytes after " + position
                            + " had been read; what was written in between may be lost");
        }

        @ParameterizedTest
        @MethodSource("net.saltban.source.LogFolder#suffixes")
        void a_damaged_compressed_file_is_read_up_to_the_damage(String suffix) throws IOException {
            folder.append(60_000);
            folder.rotateByRename(true);
            folder.compress(1, suffix);
            Path file = folder.file("auth.log.1" + suffix);
            byte[] packed = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(packed, packed.length * 3 / 4));
            folder.append(1);
            reader.pass();
            reader.pass();
            int before = reader.lines().size() - 1;
            assertThat(before).isBetween(2000, 59_000);
            assertThat(reader.lines().subList(0, before))
                    .isEqualTo(folder.lines().subList(0, before));
            assertThat(reader.lines()).endsWith(folder.lines().get(60_000));
            assertThat(reader.gaps())
                    .containsExactly(file + ": its compressed data is cut off; what stood behind is lost");
        }

        @ParameterizedTest
        @MethodSource("net.saltban.source.LogFolder#suffixes")
        @Timeout(60)
        void a_bomb_is_read_up_to_its_bound(String suffix) throws IOException {
            byte[] zeros = new byte[1 << 20];
            Arrays.fill(zeros, (byte) 'x');
            try (OutputStream out =
                    LogFolder.packer(suffix, Files.newOutputStream(folder.file("auth.log.1" + suffix)))) {
                for (int i = 0; i < 200; i++) {
                    out.write(zeros);
                }
            }
            folder.append(2);
            reader.pass();
            assertAllLinesButOneGap("expand to more than");
        }

        private void assertAllLinesButOneGap(String why) {
            assertThat(reader.lines()).isEqualTo(folder.lines());
            assertThat(reader.gaps()).singleElement().asString().contains(why);
        }
    }

    @Nested
    class Content {
        @ParameterizedTest
        @MethodSource("net.saltban.source.LogFolder#suffixes")
        void members_one_behind_the_other_are_one_log(String suffix) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            for (String text : new String[] {"one\n", "two\n", "three, without an end"}) {
                try (OutputStream out = LogFolder.packer(suffix, packed)) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                }
            }
            folder.appendRaw(folder.file("auth.log.1" + suffix), packed.toByteArray());
            folder.append(1);
            reader.pass();
            assertThat(reader.lines())
                    .startsWith("one", "two", "three, without an end")
                    .hasSize(4);
        }

        @Test
        void what_a_name_says_about_compression_does_not_count() throws IOException {
            folder.append(3);
            folder.rotateByRename(true);
            Files.move(folder.file("auth.log.1"), folder.file("auth.log.1.gz"));
            folder.append(1);
            reader.pass();
            assertAllReadOnce();
        }

        @Test
        void a_log_emptied_under_a_writer_that_does_not_append_begins_with_nuls() throws IOException {
            folder.appendRaw(folder.log(), new byte[100_000]);
            folder.append(3);
            reader.pass();
            folder.append(3);
            reader.pass();
            folder.rotateByRename(true);
            folder.appendRaw(folder.log(), new byte[100_000]);
            folder.append(3);
            reader.pass();
            assertAllReadOnce();
        }
    }

    @Nested
    class FirstTime {
        @Test
        void files_last_written_before_the_span_are_left_out() throws IOException {
            folder.append(3);
            folder.rotateByRename(true);
            Files.setLastModifiedTime(
                    folder.file("auth.log.1"),
                    java.nio.file.attribute.FileTime.from(folder.now().minus(Duration.ofDays(31))));
            folder.append(3);
            reader.pass();
            reader.pass();
            assertThat(reader.lines()).isEqualTo(folder.lines().subList(3, 6));
        }

        @Test
        void from_now_on_leaves_out_what_is_there() throws IOException {
            folder.append(3);
            folder.rotateByRename(true);
            folder.append(3);
            reader.pass(9, FirstRead.fromNow(), folder.now());
            folder.append(2);
            reader.pass();
            folder.rotateByRename(true);
            folder.append(1);
            reader.pass();
            assertThat(reader.lines()).isEqualTo(folder.lines().subList(6, 9));
            assertThat(reader.gaps()).isEmpty();
        }
    }

    @Nested
    class Refusal {
        @Test
        void a_device() {
            assertThatThrownBy(() -> {
                        try (TextLog log =
                                TextLog.begin(Path.of("/dev/null"), FirstRead.back(Duration.ofDays(1)), folder.now())) {
                            log.read((buffer, from, to, notAfter) -> {});
                        }
                    })
                    .isInstanceOf(LogRefusedException.class)
                    .hasMessage("is a device or socket, not a log file; name the log itself");
        }

        @Test
        void a_folder() throws IOException {
            Files.createDirectory(folder.log());
            assertRefused("is a folder, not a log file; name the log itself");
        }

        @Test
        @Timeout(20)
        void a_pipe_does_not_block() throws Exception {
            assertThat(new ProcessBuilder("mkfifo", folder.log().toString())
                            .start()
                            .waitFor())
                    .isZero();
            assertRefused("is a named pipe, not a log file; name the log itself");
        }

        @Test
        void a_link_of_somebody_else() throws IOException {
            Files.createFile(folder.file("elsewhere"));
            Files.createSymbolicLink(folder.log(), folder.file("elsewhere"));
            int owner = (int) Files.getAttribute(temporary, "unix:uid");
            if (owner == 0) {
                owner = 65534;
                Files.setAttribute(folder.log(), "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            }
            assertRefused("is a symbolic link that user " + owner + " made; name the log itself under 'sources'");
        }

        @Test
        void a_link_among_the_rotated_files_is_passed_over() throws IOException {
            Files.write(folder.file("elsewhere"), new byte[] {'x', '\n'});
            folder.append(1);
            Files.createSymbolicLink(folder.file("auth.log.1"), folder.file("elsewhere"));
            reader.pass();
            assertAllReadOnce();
        }

        private void assertRefused(String message) {
            assertThatThrownBy(() -> reader.pass())
                    .isInstanceOf(LogRefusedException.class)
                    .hasMessage(message);
        }
    }
}
