package net.saltban.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import net.saltban.enforce.Requirements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ZstdInputStreamTest {
    private static final long SEED = 20260109;

    /** A frame made by hand: one raw block "hello" of a single segment. */
    private static final String HELLO = "28b52ffd200529000068656c6c6f";

    @TempDir
    Path folder = Path.of("/");

    private static byte[] unpack(byte[] packed) throws IOException {
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    @Nested
    class ByHand {
        @Test
        void a_raw_block() throws IOException {
            assertThat(unpack(hex(HELLO))).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        }

        @Test
        void frames_and_skippable_ones_behind_each_other() throws IOException {
            byte[] skippable = hex("5f2a4d1803000000010203");
            assertThat(unpack(joined(skippable, hex(HELLO), skippable, hex(HELLO), skippable)))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("hellohello");
        }

        @Test
        void nothing_is_nothing() throws IOException {
            assertThat(unpack(new byte[0])).isEmpty();
        }

        @Test
        void something_else_behind_the_last_frame_is_told_after_the_content() throws IOException {
            try (ZstdInputStream in =
                    new ZstdInputStream(new ByteArrayInputStream(joined(hex(HELLO), hex("00000000"))))) {
                assertThat(in.readNBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("hello");
                assertThatThrownBy(in::read)
                        .isInstanceOf(ZstdDamagedException.class)
                        .hasMessage("something behind the last frame that is none");
            }
        }

        @Test
        void a_skippable_frame_that_is_cut_off() {
            assertThatThrownBy(() -> unpack(hex("502a4d18ffffffff00"))).isInstanceOf(EOFException.class);
        }

        @Test
        void a_window_that_is_too_large_is_refused_before_memory_is_taken() {
            assertThatThrownBy(() -> unpack(hex("28b52ffd00f801000000")))
                    .hasMessage("needs a window of 2097152 MiB, at most 64 are given");
            assertThatThrownBy(() -> unpack(hex("28b52ffde0ffffffffffffff7f01000000")))
                    .hasMessageStartingWith("needs a window of ");
        }

        @Test
        void a_dictionary_is_not_there() {
            assertThatThrownBy(() -> unpack(hex("28b52ffd210705290000")))
                    .hasMessage("needs dictionary 7, which is not there");
        }

        @Test
        void a_length_that_is_not_kept() {
            assertThatThrownBy(() -> unpack(hex(HELLO.replace("2005", "2006"))))
                    .hasMessage("a frame of 5 bytes that should have 6");
        }

        @Test
        @Timeout(60)
        void empty_blocks_without_end_end() throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(hex("28b52ffd0058"));
            for (int i = 0; i < 1_000_000; i++) {
                frame.write(0);
                frame.write(0);
                frame.write(0);
            }
            frame.write(hex("010000"));
            assertThat(unpack(frame.toByteArray())).isEmpty();
        }
    }

    @Nested
    class TheRealOne {
        private final Random random = new Random(SEED);

        @BeforeEach
        void isThere() {
            Requirements.programs("zstd");
        }

        private byte[] pack(byte[] content, String... options) throws Exception {
            Path plain = Files.write(folder.resolve("plain"), content);
            List<String> command = new ArrayList<>(List.of("zstd", "-q", "-c"));
            command.addAll(List.of(options));
            command.add(plain.toString());
            Process zstd = new ProcessBuilder(command).start();
            byte[] packed = zstd.getInputStream().readAllBytes();
            assertThat(zstd.waitFor()).isZero();
            return packed;
        }

        private byte[] log(int lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                text.append("2026-01-05T03:04:").append(10 + random.nextInt(50));
                text.append("Z web1 sshd[").append(random.nextInt(100_000));
                text.append("]: Failed password for root from 203.0.113.").append(random.nextInt(256));
                text.append(" port ").append(random.nextInt(65_536)).append(" ssh2\n");
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        private byte[] noise(int bytes, int values) {
            byte[] noise = new byte[bytes];
            for (int i = 0; i < bytes; i++) {
                noise[i] = (byte) random.nextInt(values);
            }
            return noise;
        }

        private void assertReads(byte[] content, String... options) throws Exception {
            byte[] unpacked = unpack(pack(content, options));
            assertThat(Arrays.mismatch(unpacked, content))
                    .as("%d bytes, %s, seed %d", content.length, Arrays.toString(options), SEED)
                    .isEqualTo(-1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-1",
                    "-3",
                    "-6",
                    "-9",
                    "-12",
                    "-15",
                    "-19",
                    "--ultra -20",
                    "--fast=5",
                    "--no-check",
                    "--no-content-size",
                    "-3 --long=24",
                    "-3 -T2",
                    "-9 --format=zstd -B65536",
                    "-19 --long=26"
                })
        void whatever_the_level(String options) throws Exception {
            String[] words = options.split(" ");
            assertReads(log(60_000), words);
            assertReads(noise(300_000, 3), words);
            assertReads(noise(300_000, 256), words);
            assertReads(new byte[1_000_000], words);
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "-19"})
        void whatever_the_size(String level) throws Exception {
            for (int bytes = 0; bytes < 70; bytes++) {
                assertReads(Arrays.copyOf(log(2), bytes), level);
            }
            for (int i = 0; i < 60; i++) {
                assertReads(noise(random.nextInt(5000), 1 + random.nextInt(256)), level);
            }
        }

        @Test
        void a_content_much_longer_than_its_window() throws Exception {
            byte[] log = log(100_000);
            assertReads(joined(log, log(30_000), log), "-1", "--zstd=wlog=10");
            assertReads(joined(log, log(30_000), log), "-5", "--zstd=wlog=17");
            assertReads(joined(log, log(30_000), log), "-5", "--zstd=wlog=23");
        }

        @Test
        void cut_off_anywhere_it_says_so_and_keeps_what_was_whole() throws Exception {
            byte[] content = log(3000);
            byte[] packed = pack(content);
            for (int i = 0; i < 200; i++) {
                int length = 5 + random.nextInt(packed.length - 5);
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                assertThatThrownBy(
                                () -> new ZstdInputStream(new ByteArrayInputStream(packed, 0, length)).transferTo(read))
                        .isInstanceOf(EOFException.class);
                byte[] before = read.toByteArray();
                assertThat(before).isEqualTo(Arrays.copyOf(content, before.length));
            }
        }

        @Test
        void another_checksum() throws Exception {
            byte[] packed = pack(log(10));
            packed[packed.length - 1] ^= 1;
            assertThatThrownBy(() -> unpack(packed)).hasMessage("a frame with another checksum");
        }

        /** Without a checksum anything may come out, but only {@link IOException} may be thrown, and soon. */
        @Test
        @Timeout(300)
        void bits_turned_over_do_no_harm() throws Exception {
            byte[][] packed = {
                pack(log(300), "-19", "--no-check"),
                pack(noise(2000, 7), "-19", "--no-check"),
                pack(joined(noise(300, 200), new byte[3000], log(20)), "-3", "--no-check"),
            };
            for (int i = 0; i < 20_000; i++) {
                byte[] damaged = packed[i % packed.length].clone();
                for (int turned = random.nextInt(4); turned >= 0; turned--) {
                    int at = random.nextInt(random.nextBoolean() ? damaged.length : Math.min(60, damaged.length));
                    damaged[at] ^= (byte) (1 << random.nextInt(8));
                }
                try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(damaged))) {
                    in.skipNBytes(1 << 20);
                } catch (IOException e) {
                    assertThat(e).isInstanceOfAny(EOFException.class, ZstdDamagedException.class);
                }
            }
        }
    }
}
