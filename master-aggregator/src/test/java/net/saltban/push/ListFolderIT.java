package net.saltban.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.DamagedFileException;
import net.saltban.banfile.ProtectedFile;
import net.saltban.banfile.SnapshotName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListFolderIT {
    private static final UUID LIST = UUID.fromString("0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11");

    @TempDir
    Path stateDir;

    private ListFolder folder = new ListFolder(Path.of(""));

    @BeforeEach
    void open() {
        folder = new ListFolder(stateDir);
    }

    @Nested
    final class Release {
        @Test
        void the_ban_file_is_the_documented_text() throws IOException {
            release(1_767_582_245_000L, "203.0.113.0/24", "198.51.100.9", "2001:db8:66::/64");

            assertThat(stateDir.resolve("auto-ban.data")).hasContent("""
                    # saltban ban file 1
                    # list 0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11
                    # generation 1767582245000
                    # entries 3
                    # sha256 HASH
                    198.51.100.9
                    203.0.113.0/24
                    2001:db8:66::/64
                    """.replace(
                            "HASH",
                            BanList.of(
                                            Prefix.parse("198.51.100.9"),
                                            Prefix.parse("203.0.113.0/24"),
                                            Prefix.parse("2001:db8:66::/64"))
                                    .sha256()));
        }

        @Test
        void snapshot_protected_list_and_current_lie_beside_it_for_the_runner_to_read() throws IOException {
            ReleasedList list = release(7, "198.51.100.9");

            assertThat(names())
                    .containsExactlyInAnyOrder(
                            list.name().dataName(), list.name().protectedName(), "current.json");
            for (String name : names()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                stateDir.resolve("snapshots").resolve(name))))
                        .isEqualTo("rw-r--r--");
            }
            assertThat(stateDir.resolve("snapshots").resolve(list.name().dataName()))
                    .hasSameBinaryContentAs(stateDir.resolve("auto-ban.data"));
            assertThat(stateDir.resolve("snapshots/current.json"))
                    .content()
                    .contains("\"base_sha256\":null", list.name().dataName());
        }

        @Test
        void the_last_ten_snapshots_are_kept_and_left_overs_removed() throws IOException {
            for (int generation = 1; generation <= 12; generation++) {
                release(generation, "198.51.100." + generation);
            }
            Files.createFile(stateDir.resolve("snapshots/.current.json.new"));
            ReleasedList newest = release(13, "198.51.100.13");

            assertThat(names()).hasSize(21).contains(newest.name().dataName()).noneMatch(name -> name.startsWith("3-"));
            assertThat(names()).anyMatch(name -> name.startsWith("4-")).doesNotContain(".current.json.new");
        }

        @Test
        void before_the_ban_file_is_replaced_the_old_one_stands() throws IOException {
            ReleasedList old = release(1, "198.51.100.1");

            assertThatThrownBy(() -> folder.release(list(2, "198.51.100.2"), () -> {
                        throw new IllegalStateException("pulled the plug");
                    }))
                    .hasMessage("pulled the plug");

            assertThat(folder.read()).contains(old.file());
            // Its current.json names the other, so it does not count as released: the next run releases anew.
            assertThat(folder.released(old.file())).isEmpty();
        }
    }

    @Nested
    final class Read {
        @Test
        void none_is_none() throws IOException {
            assertThat(folder.read()).isEmpty();
        }

        @Test
        void what_was_released_comes_back() throws IOException {
            ReleasedList list = release(7, "198.51.100.9");

            assertThat(folder.released(folder.read().orElseThrow())).contains(list);
        }

        @Test
        void an_edited_file_is_refused_with_its_line_and_kept() throws IOException {
            release(7, "198.51.100.9");
            Path file = stateDir.resolve("auto-ban.data");
            Files.writeString(file, Files.readString(file).replace("198.51.100.9\n", "198.51.100.9\nrubbish\n"));

            assertThatThrownBy(() -> folder.read())
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageStartingWith(file + ":7: \"rubbish\" is no prefix");
            assertThat(folder.readWhole()).isEmpty();
            assertThat(file).content().contains("rubbish");
        }

        @Test
        void a_list_whose_protected_twin_is_gone_is_not_whole() throws IOException {
            ReleasedList list = release(7, "198.51.100.9");
            Files.delete(stateDir.resolve("snapshots").resolve(list.name().protectedName()));

            assertThat(folder.released(list.file())).isEmpty();
        }
    }

    @Nested
    final class Published {
        @Test
        void is_remembered_for_the_last_one() throws IOException {
            SnapshotName name = list(7, "198.51.100.9").name();
            assertThat(folder.isPublished(name)).isFalse();

            folder.markPublished(name);

            assertThat(folder.isPublished(name)).isTrue();
            assertThat(folder.isPublished(list(8, "198.51.100.9").name())).isFalse();
        }
    }

    private ReleasedList release(long generation, String... prefixes) throws IOException {
        ReleasedList list = list(generation, prefixes);
        folder.release(list, () -> {});
        return list;
    }

    private static ReleasedList list(long generation, String... prefixes) {
        BanList bans = BanList.of(Stream.of(prefixes).map(Prefix::parse).toList());
        return new ReleasedList(
                BanFile.of(LIST, generation, bans), ProtectedFile.of(PrefixSet.of(Prefix.parse("192.0.2.1"))));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(stateDir.resolve("snapshots"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
