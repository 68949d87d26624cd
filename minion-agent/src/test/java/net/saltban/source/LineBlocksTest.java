package net.saltban.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import net.saltban.limits.InputLimits;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineBlocksTest {
    private final LineBlocks blocks = new LineBlocks();
    private final List<String> lines = new ArrayList<>();

    private void read(InputStream in) throws IOException {
        boolean more = true;
        while (more) {
            more = blocks.read(in, Long.MAX_VALUE, this::take, Instant.EPOCH);
        }
    }

    private void read(String text) throws IOException {
        read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void take(byte[] buffer, int from, int to, Instant notAfter) {
        lines.add(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
    }

    @Nested
    class Reading {
        @Test
        void lines_end_with_a_line_feed_or_carriage_return_and_line_feed() throws IOException {
            read("one\ntwo\r\n\n\r\nthree\rthree\n");
            assertThat(lines).containsExactly("one", "two", "three\rthree");
        }

        @Test
        void bytes_that_are_no_text_stay_as_they_are() throws IOException {
            read("a\0b\u00ff\u00fe\n");
            assertThat(lines).containsExactly("a\0b\u00ff\u00fe");
        }

        @Test
        void nuls_before_a_line_are_passed_over() throws IOException {
            read("\0".repeat(1_000_000) + "line\n\0\0next\n");
            assertThat(lines).containsExactly("line", "next");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 7, 1000, LineBlocks.BLOCK_BYTES})
        void the_size_of_what_arrives_does_not_matter(int piece) throws IOException {
            StringBuilder text = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String line = "line " + i + " " + "x".repeat(i);
                expected.add(line);
                text.append(line).append(i % 2 == 0 ? "\n" : "\r\n");
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            read(pieces(bytes, piece));
            assertThat(lines).isEqualTo(expected);
            assertThat(blocks.position()).isEqualTo(bytes.length);
        }
    }

    private static InputStream pieces(byte[] bytes, int piece) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] buffer, int from, int length) {
                return super.read(buffer, from, Math.min(piece, length));
            }
        };
    }

    @Nested
    class LongLines {
        @Test
        void a_line_at_the_bound_is_read() throws IOException {
            String line = "x".repeat(InputLimits.LOG_LINE_BYTES_MAX);
            read(line + "\nnext\n");
            assertThat(lines).containsExactly(line, "next");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 4096, 16_385, 200_000})
        void a_line_at_the_bound_is_read_wherever_it_is_cut(int piece) throws IOException {
            String atBound = "x".repeat(InputLimits.LOG_LINE_BYTES_MAX);
            read(pieces(
                    (atBound + "\r\n" + atBound + "y\n" + atBound + "\n").getBytes(StandardCharsets.US_ASCII), piece));
            assertThat(lines).containsExactly(atBound, atBound);
        }

        @ParameterizedTest
        @ValueSource(ints = {InputLimits.LOG_LINE_BYTES_MAX + 1, 200_000, 10_000_000})
        void a_longer_one_is_passed_over_as_a_whole(int length) throws IOException {
            read("before\n" + "x".repeat(length) + "\nnext\n");
            assertThat(lines).containsExactly("before", "next");
            assertThat(blocks.position()).isEqualTo(length + 13);
        }

        @Test
        void reading_goes_on_inside_one() throws IOException {
            read("x".repeat(200_000));
            assertThat(blocks.isInLongLine()).isTrue();
            blocks.startAt(blocks.position(), blocks.isInLongLine());
            read("rest\nnext\n");
            assertThat(lines).containsExactly("next");
            assertThat(blocks.position()).isEqualTo(200_010);
        }
    }

    @Nested
    class TheEnd {
        @Test
        void half_a_line_is_held_back() throws IOException {
            read("one\ntw");
            assertThat(lines).containsExactly("one");
            assertThat(blocks.position()).isEqualTo(4);
            assertThat(blocks.held()).isEqualTo(2);
        }

        @Test
        void half_a_line_can_be_taken_as_one() throws IOException {
            read("one\ntw");
            blocks.takeHalfLine(LineBlocksTest.this::take, Instant.EPOCH);
            assertThat(lines).containsExactly("one", "tw");
            assertThat(blocks.position()).isEqualTo(6);
        }
    }
}
