package net.saltban.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import net.saltban.address.IpAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FindingsJsonTest {
    private static final long SEED = 20_260_108;
    private static final String EPOCH = "00c0ffee00c0ffee";
    private static final Instant TIME = Instant.parse("2026-01-05T03:04:05.123456Z");

    @Nested
    final class ParseMethod {
        @Test
        void a_document_reads_back_as_it_was_written() throws IOException {
            FindingsDocument document = document();
            assertThat(FindingsJson.parse(bytesOf(document))).isEqualTo(document);
        }

        @Test
        void fields_of_a_newer_agent_are_skipped() throws IOException {
            String json = text().replace("{\"v\":1,", "{\"v\":1,\"new\":{\"a\":[1,{\"b\":null}]},\"other\":1.5,");
            assertThat(parse(json)).isEqualTo(document());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"v\":1 | \"v\":2 | v is 2; this program reads version 1",
                    "\"epoch\":\"00c0ffee00c0ffee\",\"from\" | \"from\" | epoch is missing",
                    "\"from\":0 | \"from\":\"0\" | from is not a whole number",
                    "\"to\":1 | \"to\":2 | from 0 to 2 does not match 1 findings",
                    "\"seq\":1 | \"seq\":2 | finding 1 is not number 1",
                    "\"source\":\"203.0.113.66\" | \"source\":\"203.0.113.066\" | source is no address",
                    "\"source\":\"203.0.113.66\" | \"source\":\"::ffff:203.0.113.66\" | source is not canonical; write 203.0.113.66",
                    "\"source\":\"203.0.113.66\" | \"source\":\"127.0.0.1\" | source cannot be a peer",
                    "\"minute\":\"2026-01-05T03:04:00Z\" | \"minute\":\"2026-01-05T03:04:01Z\" | minute is no whole minute",
                    "\"last\":\"2026-01-05T03:04:05.123456Z\",\"failures\" | \"last\":\"2026-01-05T03:04:04Z\",\"failures\" | last is before first",
                    "\"now\":\"2026-01-05T03:04:05.123456Z\" | \"now\":\"yesterday\" | now is no RFC 3339 time in UTC",
                    "\"root_failures\":1 | \"root_failures\":3 | root_failures is not within failures",
                    "\"failures\":2,\"root | \"failures\":-2,\"root | failures is -2; use 0 to 2147483647",
                    "\"trust\":\"text\"} | \"trust\":\"oath\"} | trust is neither journal nor text",
                    "\"users\":[ | \"users\":[1, | an object was expected"
                })
        void what_breaks_a_bound_is_refused_and_named(String part, String broken, String message) {
            assertThat(text()).contains(part);
            String json = text().replaceFirst(
                            java.util.regex.Pattern.quote(part), java.util.regex.Matcher.quoteReplacement(broken));
            assertThatThrownBy(() -> parse(json))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(message);
        }

        @Test
        void a_field_that_comes_twice_is_refused() {
            assertThatThrownBy(() -> parse(text().replace("\"from\":0", "\"from\":0,\"from\":0")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Duplicate field 'from'");
        }

        @Test
        void text_behind_the_end_is_refused() {
            assertThatThrownBy(() -> parse(text() + "{}"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("something stands behind the end of the document");
        }

        @Test
        void a_document_above_its_size_is_refused_unread() {
            assertThatThrownBy(() -> FindingsJson.parse(new byte[256 * 1024 + 1]))
                    .hasMessage("larger than the 262144 bytes that are read at most");
        }

        @Test
        void deep_nesting_is_refused() {
            String deep = "[".repeat(100) + "]".repeat(100);
            assertThatThrownBy(() -> parse(text().replace("{\"v\":1", "{\"x\":" + deep + ",\"v\":1")))
                    .isInstanceOf(IOException.class);
        }

        @Test
        void damage_at_any_byte_is_an_error_or_another_document_but_never_a_crash() {
            Random random = new Random(SEED);
            byte[] whole = text().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 5_000; i++) {
                byte[] damaged = whole.clone();
                for (int hit = random.nextInt(3); hit >= 0; hit--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(FindingsJson.parse(damaged).findings()).hasSizeLessThanOrEqualTo(1);
                } catch (IOException expected) {
                    assertThat(expected.getMessage())
                            .as("seed %d, case %d", SEED, i)
                            .isNotBlank();
                }
            }
        }
    }

    @Nested
    final class ToLineMethod {
        @Test
        void a_finding_is_one_line_and_reads_back() throws IOException {
            Finding finding = finding();
            String line = new String(FindingsJson.toLine(finding), StandardCharsets.UTF_8);
            assertThat(line).doesNotContain("\n");
            assertThat(FindingsJson.parseLine(line)).isEqualTo(finding);
        }
    }

    private static FindingsDocument document() {
        return new FindingsDocument(
                "web1",
                "0.1.0",
                TIME,
                EPOCH,
                0,
                1,
                false,
                List.of(new Gap(TIME, "/var/log/auth.log: 3120 bytes are gone")),
                List.of(finding()),
                List.of(new LogHealth("/var/log/auth.log", Trust.TEXT, 0, 7, 1, "")));
    }

    private static Finding finding() {
        return new Finding(
                EPOCH,
                1,
                IpAddress.parse("203.0.113.66"),
                Instant.parse("2026-01-05T03:04:00Z"),
                TIME,
                TIME,
                2,
                1,
                1,
                3,
                List.of(new UserFailures("ro\"ot\n", false, 1), new UserFailures("", true, 1)),
                0,
                List.of(new Login("alice", "publickey", "ED25519 SHA256:abc", TIME, TIME, 1)),
                0,
                Trust.TEXT);
    }

    private static String text() {
        return new String(bytesOf(document()), StandardCharsets.UTF_8);
    }

    private static byte[] bytesOf(FindingsDocument document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            FindingsJson.write(document, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static FindingsDocument parse(String json) throws IOException {
        return FindingsJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
