package net.saltban.banfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class BanFileTest {
    static final UUID LIST = UUID.fromString("0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11");

    private static final long SEED = 20_260_311;

    @TempDir
    private Path folder;

    @Nested
    final class Form {
        @Test
        void the_golden_file_is_written_byte_for_byte_and_read_back() throws IOException {
            BanFile file = BanFile.of(
                    LIST, 1_767_582_245_000L, BanListTest.list("2001:db8:66::/64", "203.0.113.0/24", "198.51.100.9"));
            String golden = golden("three-prefixes.data");
            assertThat(text(file)).isEqualTo(golden);
            assertThat(read(golden)).isEqualTo(file);
        }

        @Test
        void the_empty_list_has_a_file_too() throws IOException {
            BanFile file = BanFile.of(LIST, 1, BanList.empty());
            assertThat(text(file)).isEqualTo(golden("empty.data"));
            assertThat(read(golden("empty.data"))).isEqualTo(file);
        }

        @Test
        void any_list_reads_back() throws IOException {
            Random random = new Random(SEED);
            for (int i = 0; i < 200; i++) {
                BanFile file = BanFile.of(
                        new UUID(random.nextLong(), random.nextLong()),
                        1 + random.nextInt(Integer.MAX_VALUE),
                        BanList.of(RandomPrefixes.list(random, 100)));
                assertThat(read(text(file))).as("seed %d, case %d", SEED, i).isEqualTo(file);
            }
        }

        @Test
        void a_file_on_disk_is_replaced_and_everybody_may_read_it() throws IOException {
            Path path = folder.resolve("auto-ban.data");
            BanFile.of(LIST, 1, BanListTest.list("192.0.2.7")).write(path);
            BanFile second = BanFile.of(LIST, 2, BanListTest.list("192.0.2.8"));
            second.write(path);
            assertThat(BanFile.read(path)).isEqualTo(second);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-r--r--");
        }

        @Test
        void a_missing_file_is_not_an_empty_list() {
            assertThatThrownBy(() -> BanFile.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        }

        @Test
        @Timeout(value = 20, unit = TimeUnit.SECONDS)
        void a_million_entries_are_written_and_read() throws IOException {
            Path path = folder.resolve("auto-ban.data");
            BanFile file = BanFile.of(LIST, 1, RandomPrefixes.singles(1_000_000));
            file.write(path);
            assertThat(BanFile.read(path)).isEqualTo(file);
        }
    }

    @Nested
    final class Damage {
        static Stream<Arguments> each_kind_of_damage_has_its_own_message() {
            String hash = "7ac9a8ffb3d6a4b9b9d4f4bbf6a5d2a6c3c1f1e36ef3ae1c1d8e3c43f0a4ce55";
            return Stream.of(
                    Arguments.of(
                            "",
                            "f:1: the first line is not \"# saltban ban file 1\"; this is no ban file, or one of another version"),
                    Arguments.of(
                            "192.0.2.7\n",
                            "f:1: the first line is not \"# saltban ban file 1\"; this is no ban file, or one of another version"),
                    Arguments.of(
                            "# saltban ban file 2\n",
                            "f:1: the first line is not \"# saltban ban file 1\"; this is no ban file, or one of another version"),
                    Arguments.of("# saltban ban file 1\n", "f:2: \"# list ...\" is expected here"),
                    Arguments.of("# saltban ban file 1\n# list x\n", "f:2: the value is no UUID"),
                    Arguments.of(
                            "# saltban ban file 1\n# list 1-1-1-1-1\n",
                            "f:2: the value is no UUID in its canonical form"),
                    Arguments.of(
                            head("0", "1", hash), "f:3: the value is no whole number from 1 to 9223372036854775807"),
                    Arguments.of(
                            head("-1", "1", hash), "f:3: the value is no whole number from 1 to 9223372036854775807"),
                    Arguments.of(
                            head("9999999999999999999", "1", hash),
                            "f:3: the value is larger than 9223372036854775807"),
                    Arguments.of(head("1", "01", hash), "f:4: the value is no whole number from 0 to 10000000"),
                    Arguments.of(head("1", "10000001", hash), "f:4: the value is no whole number from 0 to 10000000"),
                    Arguments.of(head("1", "1", "abc"), "f:5: the value is not 64 lower-case hexadecimal digits"),
                    Arguments.of(
                            head("1", "1", hash.replace('a', 'A')),
                            "f:5: the value is not 64 lower-case hexadecimal digits"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.7",
                            "f:6: the line has no line end; the file was cut short"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.7\r\n",
                            "f:6: the line holds a carriage return; lines end with LF alone"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.7\0\n",
                            "f:6: the line holds the byte 0x0; only printable ASCII may stand here"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.\u0667\n",
                            "f:6: the line holds the byte 0xd9; only printable ASCII may stand here"),
                    Arguments.of(
                            head("1", "1", hash) + "\u001b[31m\n",
                            "f:6: the line holds the byte 0x1b; only printable ASCII may stand here"),
                    Arguments.of(
                            head("1", "1", hash) + "1".repeat(129) + "\n", "f:6: the line is longer than 128 bytes"),
                    Arguments.of(head("1", "1", hash) + "\n", "f:6: the line is empty; one prefix a line is expected"),
                    Arguments.of(
                            head("1", "1", hash) + "# mine\n",
                            "f:6: a comment stands among the prefixes; comments may stand only in the head"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.7 \n",
                            "f:6: \"192.0.2.7 \" is no prefix: not an IPv4 or IPv6 address"),
                    Arguments.of(
                            head("1", "1", hash) + "server.example\n",
                            "f:6: \"server.example\" is no prefix: not an IPv4 or IPv6 address"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.7/24\n",
                            "f:6: \"192.0.2.7/24\" is no prefix: host bits are set; the prefix is 192.0.2.0/24"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.7/32\n",
                            "f:6: \"192.0.2.7/32\" is not canonical; write 192.0.2.7"),
                    Arguments.of(
                            head("1", "1", hash) + "2001:DB8::1\n",
                            "f:6: \"2001:DB8::1\" is not canonical; write 2001:db8::1"),
                    Arguments.of(
                            head("1", "1", hash) + "::ffff:192.0.2.7\n",
                            "f:6: \"::ffff:192.0.2.7\" is not canonical; write 192.0.2.7"),
                    Arguments.of(head("1", "2", hash) + "192.0.2.7\n192.0.2.7\n", "f:7: 192.0.2.7 stands twice"),
                    Arguments.of(
                            head("1", "2", hash) + "192.0.2.7\n9.9.9.9\n",
                            "f:7: 9.9.9.9 stands behind 192.0.2.7; prefixes go in ascending order, IPv4 before IPv6"),
                    Arguments.of(
                            head("1", "2", hash) + "2001:db8::1\n9.9.9.9\n",
                            "f:7: 9.9.9.9 stands behind 2001:db8::1; prefixes go in ascending order, IPv4 before IPv6"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.7\n192.0.2.8\n",
                            "f:7: more prefixes follow than the 1 that the head counts"),
                    Arguments.of(
                            head("1", "2", hash) + "192.0.2.7\n",
                            "f: holds 1 prefixes, but its head counts 2; the end of the file is missing"),
                    Arguments.of(
                            head("1", "1", hash) + "192.0.2.7\n",
                            "f: the prefixes hash to 10678f304eede88e0c328265e4362bfd42f242d5bc3ff3a0ca91ddde9fccd819, but its head says "
                                    + hash + "; the file was edited or damaged"));
        }

        @ParameterizedTest
        @MethodSource
        void each_kind_of_damage_has_its_own_message(String text, String message) {
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessage(message);
        }

        @Test
        void a_file_cut_anywhere_is_refused() throws IOException {
            byte[] whole = golden("three-prefixes.data").getBytes(StandardCharsets.US_ASCII);
            for (int length = 0; length < whole.length; length++) {
                InputStream cut = new ByteArrayInputStream(whole, 0, length);
                assertThatThrownBy(() -> BanFile.read(cut, "f"))
                        .as("cut to %d bytes", length)
                        .isInstanceOf(DamagedFileException.class);
            }
        }

        @Test
        void a_flipped_bit_in_the_body_or_the_hash_is_refused() throws IOException {
            byte[] whole = golden("three-prefixes.data").getBytes(StandardCharsets.US_ASCII);
            int hashLine = golden("three-prefixes.data").indexOf("# sha256");
            for (int bit = hashLine * 8; bit < whole.length * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertThatThrownBy(() -> BanFile.read(new ByteArrayInputStream(flipped), "f"))
                        .as("bit %d", bit)
                        .isInstanceOf(DamagedFileException.class);
            }
        }

        @Test
        void a_head_that_lies_about_the_list_is_a_defect_of_ours() {
            BanFileHeader header = BanFile.of(LIST, 1, BanList.empty()).header();
            assertThatThrownBy(() -> new BanFile(header, BanListTest.list("192.0.2.7")))
                    .hasMessage("the head does not agree with the list");
        }

        @Test
        @Timeout(value = 10, unit = TimeUnit.SECONDS)
        void an_endless_line_ends_at_the_bound() {
            InputStream endless = new InputStream() {
                @Override
                public int read() {
                    return '1';
                }
            };
            assertThatThrownBy(() -> BanFile.read(endless, "f")).hasMessage("f:1: the line is longer than 128 bytes");
        }
    }

    private static String head(String generation, String entries, String sha256) {
        return "# saltban ban file 1\n# list " + LIST + "\n# generation " + generation + "\n# entries " + entries
                + "\n# sha256 " + sha256 + "\n";
    }

    static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(BanFileTest.class.getResourceAsStream("/banfile/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static BanFile read(String text) throws IOException {
        return BanFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "f");
    }

    private static String text(BanFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
