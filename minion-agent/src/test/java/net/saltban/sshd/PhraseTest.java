package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PhraseTest {
    private static final String PREFIX = "Jan  5 03:04:05 web1 ";

    private static String explained(String phrase, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        return Corpus.describe(new LineExplainer(List.of(Phrase.parse(phrase))).explain(bytes, 0, bytes.length));
    }

    private static List<String> counted(List<String> phrases, String... lines) {
        Lines reader = new Lines();
        reader.reader = new SshdReader(
                ZoneOffset.UTC, phrases.stream().map(Phrase::parse).toList());
        for (String line : lines) {
            reader.line(line);
        }
        return reader.finish();
    }

    @Nested
    class Parse {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '^',
                value = {
                    "^^                                 | has 0 characters; write 1 to 256",
                    "Failed                             | is shorter than 8 characters, so that it would match too much; write more of the message",
                    "<ADDR> x <ANY>                     | has less than 8 characters beside its placeholders, so that it would match too much; write more of the message",
                    "Failed password for <USER>         | has no <ADDR>; write it where the address stands",
                    "failed for <ADDR> or <ADDR>        | has two <ADDR>; write <ANY> for an address that is not the peer's",
                    "failed for <USER>, <USER> on <ADDR> | has two <USER>; write <ANY> for the other",
                    "failed for <USER><ANY> on <ADDR>   | has two placeholders side by side; write the text that stands between them",
                    "failed login for <USER><ADDR>      | has a placeholder right before <ADDR>; write the text that stands between them",
                    "failed login on <ADDR><ANY>        | has a placeholder right behind <ADDR>; write the text that stands between them",
                    "failed login on <ADDR>.            | goes on behind <ADDR> with \".\", which may stand in an address; take a message in which a blank, a bracket, a quote or a comma ends it",
                    "failed login on <HOST>             | has <HOST>; the placeholders are <ADDR>, <USER> and <ANY>",
                    "failed login on <ADDR              | holds '<' but no placeholder; the placeholders are <ADDR>, <USER> and <ANY>",
                    "Accepted password for              | is what sshd writes of a login; a phrase counts failed attempts",
                    "failed l\u00f6gin on <ADDR>             | holds a character that is not printable ASCII; write what stands in the log, which escapes others",
                })
        void a_phrase_that_breaks_a_rule_says_what_to_change(String phrase, String problem) {
            assertThatThrownBy(() -> Phrase.parse(phrase))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the phrase " + problem);
        }

        @Test
        void a_phrase_has_a_bound() {
            assertThatThrownBy(() -> Phrase.parse("x".repeat(257)))
                    .hasMessage("the phrase has 257 characters; write 1 to 256");
        }
    }

    @Nested
    class Plain {
        @Test
        void what_a_signature_counts_is_not_counted_again() {
            assertThat(counted(
                            List.of("Failed password for"),
                            PREFIX + "sshd[1]: Failed password for root from 198.51.100.7 port 9 ssh2"))
                    .containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void what_no_signature_counts_is_counted_by_the_signatures_own_reading() {
            String line =
                    PREFIX + "sshd[1]: reverse mapping checking getaddrinfo for 203.0.113.66 [198.51.100.9] failed.";

            assertThat(counted(List.of(), line)).isEmpty();
            assertThat(counted(List.of("Failed password for", "reverse mapping checking"), line))
                    .containsExactly("failure 198.51.100.9");
        }

        @Test
        void a_level_word_may_stand_in_front() {
            String line = PREFIX + "sshd[1]: fatal: Timeout before authentication for 198.51.100.9 port 40023";

            assertThat(counted(List.of("Timeout before"), line)).containsExactly("failure 198.51.100.9");
            assertThat(counted(List.of("fatal: Timeout before"), line)).containsExactly("failure 198.51.100.9");
        }

        @Test
        void text_in_the_middle_is_not_the_beginning() {
            assertThat(counted(
                            List.of("mapping checking"),
                            PREFIX + "sshd[1]: reverse mapping checking getaddrinfo for x [198.51.100.9] failed."))
                    .isEmpty();
        }

        @Test
        void another_programs_message_is_not_sshds() {
            assertThat(counted(
                            List.of("Failed password for"),
                            PREFIX + "x[1]: Failed password for root from 198.51.100.7 port 9 ssh2"))
                    .isEmpty();
        }
    }

    @Nested
    class WithPlaceholders {
        private static final String SHELL = "shell-gate: login of <USER> from <ADDR> refused<ANY>";

        @Test
        void address_and_user_are_told() {
            assertThat(counted(
                            List.of(SHELL),
                            PREFIX + "shell-gate[9]: login of bob from 2001:db8::7 refused",
                            PREFIX + "shell-gate[9]: login of bob from 198.51.100.7 refused: no"))
                    .containsExactly("failure 2001:db8::7 bob", "failure 198.51.100.7 bob");
        }

        @Test
        void a_user_behind_the_address_is_told() {
            assertThat(counted(
                            List.of("gate: <ADDR> refused as <ANY>, user <USER>."),
                            PREFIX + "gate: 198.51.100.7 refused as x, user bob."))
                    .containsExactly("failure 198.51.100.7 bob");
            assertThat(counted(List.of("gate: <ADDR> refused as <USER>"), PREFIX + "gate: 198.51.100.7 refused as bob"))
                    .containsExactly("failure 198.51.100.7 bob");
        }

        @ParameterizedTest
        @CsvSource({
            "login of bob from 198.51.100.7 accepted, other-program",
            "a login of bob from 198.51.100.7 refused, other-program",
            "login of bob from client71.example refused, nobody phrase",
            "login of bob from 198.051.100.7 refused, nobody phrase",
            "login of bob from 127.0.0.1 refused, nobody phrase",
            "login of x from 203.0.113.66 refused from 198.51.100.7 refused, ambiguous phrase",
            "login of x from 198.51.100.7 refused from 198.51.100.7 refused, failure 198.51.100.7 phrase",
            "login of x from 203.0.113.66 refused from client71.example refused, ambiguous phrase",
        })
        void other_readings_blame_nobody(String message, String expected) {
            assertThat(explained(SHELL, PREFIX + "shell-gate[9]: " + message)).isEqualTo(expected);
        }

        @Test
        void the_tag_is_the_whole_tag() {
            String message = ": login of bob from 198.51.100.7 refused";

            assertThat(explained(SHELL, PREFIX + "shell-gate" + message)).isEqualTo("failure 198.51.100.7 phrase");
            assertThat(explained(SHELL, PREFIX + "xshell-gate" + message)).isEqualTo("other-program");
            assertThat(explained(SHELL, PREFIX + "shell-gate2" + message)).isEqualTo("other-program");
            assertThat(explained(SHELL, "shell-gate" + message)).isEqualTo("no-prefix");
        }

        @Test
        void a_message_that_may_have_lost_its_end_blames_nobody() {
            String message = "login of " + "x".repeat(870) + " from 198.51.100.7 refused";

            assertThat(explained(SHELL, PREFIX + "shell-gate: " + message)).isEqualTo("ambiguous phrase");
        }

        @Test
        void without_a_tag_it_is_sshds_message() {
            String phrase = "User <USER> from <ADDR> was sent away";

            assertThat(explained(phrase, PREFIX + "sshd[1]: User bob from 198.51.100.7 was sent away [preauth]"))
                    .isEqualTo("failure 198.51.100.7 phrase");
            assertThat(explained(phrase, PREFIX + "x[1]: User bob from 198.51.100.7 was sent away"))
                    .isEqualTo("other-program");
        }

        @Test
        void a_signature_that_reads_another_address_makes_it_ambiguous() {
            String phrase = "drop connection <ANY> on [<ADDR>]:<ANY>";

            assertThat(
                            explained(
                                    phrase,
                                    PREFIX
                                            + "sshd[1]: drop connection #1 from [198.51.100.9]:40023 on [192.0.2.1]:2033 past MaxStartups"))
                    .isEqualTo("ambiguous phrase");
        }

        @Test
        void it_does_not_unmake_what_a_signature_counts() {
            assertThat(explained(
                            "Accepted <ANY> for <USER> from <ADDR> port <ANY>",
                            PREFIX + "sshd[1]: Accepted password for alice from 192.0.2.10 port 9 ssh2"))
                    .isEqualTo("success 192.0.2.10 accepted");
        }

        @Test
        @Timeout(20)
        void time_is_linear_in_the_message() {
            Phrase phrase = Phrase.parse("gate: " + "a<ANY>".repeat(20) + "aaaaaaaab <ADDR> b" + "<ANY>a".repeat(10));
            byte[] line = "a".repeat(16_000).getBytes(StandardCharsets.US_ASCII);
            Reading reading = new Reading();
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                phrase.match(line, 0, line.length, reading);
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }

        @Test
        void no_text_of_a_peer_moves_the_blame() {
            int told = 0;
            for (int i = 0; i < 20_000; i++) {
                Random random = new Random(i * 0x9e3779b97f4a7c15L);
                String[] words = {
                    " from ",
                    " refused",
                    "203.0.113.66",
                    "login of ",
                    ", rip=",
                    "2001:db8:dead::66",
                    "]",
                    "[",
                    ": ",
                    "x",
                    " "
                };
                StringBuilder name = new StringBuilder();
                for (int parts = random.nextInt(8); parts > 0; parts--) {
                    name.append(words[random.nextInt(words.length)]);
                }
                String peer = random.nextBoolean() ? "198.51.100.7" : "2001:db8::7";
                String said =
                        explained(SHELL, PREFIX + "shell-gate: login of " + name + " from " + peer + " refused" + name);

                assertThat(said).as("seed %d: %s", i, name).isIn("failure " + peer + " phrase", "ambiguous phrase");
                told += said.startsWith("failure") ? 1 : 0;
            }
            assertThat(told).isGreaterThan(10_000);
        }
    }

    /** The phrases that docs/ref/phrases.md offers, with their two lines. */
    @Nested
    class Offered {
        static List<List<String>> offered() throws IOException {
            List<List<String>> all = new ArrayList<>();
            List<String> block = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of("../docs/ref/phrases.md"))) {
                if (line.startsWith("### ")) {
                    block = new ArrayList<>();
                    all.add(block);
                } else if (line.startsWith("    ")) {
                    block.add(line.substring(4));
                }
            }
            return all;
        }

        @ParameterizedTest
        @MethodSource("offered")
        void it_tells_the_peer_of_its_line_and_nobody_of_the_other(List<String> block) {
            assertThat(block).hasSize(3);
            assertThat(explained(block.get(0), block.get(1)))
                    .matches("failure (198\\.51\\.100\\.7|2001:db8::7) phrase");
            assertThat(explained(block.get(0), block.get(2))).isIn("other-program", "ambiguous phrase");
        }

        @Test
        void there_are_a_dozen() throws IOException {
            assertThat(offered()).hasSizeGreaterThanOrEqualTo(12);
        }
    }

    @Nested
    class Repetitions {
        @Test
        void of_another_programs_message_count() {
            SshdReader reader =
                    new SshdReader(ZoneOffset.UTC, List.of(Phrase.parse("gate: login from <ADDR> refused")));
            List<SourceEvent> events = new ArrayList<>();
            byte[] line = (PREFIX + "gate: message repeated 30 times: [ login from 198.51.100.7 refused]")
                    .getBytes(StandardCharsets.US_ASCII);
            reader.line(line, 0, line.length, Lines.NOT_AFTER, events::add);

            assertThat(events.stream().map(Lines::text)).containsExactly("failure 198.51.100.7 x30");
        }
    }
}
