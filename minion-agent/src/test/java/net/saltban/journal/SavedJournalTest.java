package net.saltban.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import net.saltban.source.LogDamagedException;
import net.saltban.sshd.SourceEvent;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SavedJournalTest {
    private static final String ID = "5a17ba2d5a17ba2d5a17ba2d5a17ba2d";
    private static final String CURSOR = "s=" + ID + ";i=1;b=" + ID + ";m=1;t=6610bfb5156a3;x=1";
    private static final String HEAD = "__CURSOR=" + CURSOR + "\n__REALTIME_TIMESTAMP=1795553949210275\n";
    private static final String SENDER =
            "_UID=0\n_TRANSPORT=syslog\n_COMM=sshd\n_PID=7\nSYSLOG_IDENTIFIER=sshd\n_BOOT_ID=" + ID + "\n";
    private static final String FAILED = "Failed password for root from 198.51.100.7 port 9 ssh2";

    static Stream<Path> cases() throws Exception {
        Path folder = Path.of(Objects.requireNonNull(SavedJournalTest.class.getResource("/logs/real/journald-252"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".truth")).sorted().toList().stream();
        }
    }

    private static Heard read(byte[] bytes) throws IOException {
        Heard heard = new Heard();
        new SavedJournal(heard).read(new ByteArrayInputStream(bytes), Instant.MAX);
        return heard;
    }

    private static Heard read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** By source: failures, probes, logins. */
    private static Map<String, List<Integer>> sums(List<SourceEvent> events) {
        Map<String, List<Integer>> sums = new TreeMap<>();
        for (SourceEvent event : events) {
            sums.merge(
                    event.source().toString(),
                    one(event),
                    (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1), a.get(2) + b.get(2)));
        }
        return sums;
    }

    private static List<Integer> one(SourceEvent event) {
        return switch (event.kind()) {
            case FAILURE -> List.of(event.count(), 0, 0);
            case PROBE -> List.of(0, event.count(), 0);
            case LOGIN -> List.of(0, 0, event.count());
        };
    }

    @Nested
    class Corpus {
        @ParameterizedTest
        @MethodSource("net.saltban.journal.SavedJournalTest#cases")
        void both_formats_count_what_the_peers_did(Path truth) throws IOException {
            String base = truth.toString().replaceAll("truth$", "");
            Map<String, List<Integer>> export =
                    sums(read(Files.readAllBytes(Path.of(base + "export"))).finish());
            Map<String, List<Integer>> json =
                    sums(read(Files.readAllBytes(Path.of(base + "json"))).finish());

            assertThat(json).isEqualTo(export);
            for (String line : Files.readAllLines(truth)) {
                String[] words = line.split(" ", -1);
                if (line.startsWith("# expect none")) {
                    assertThat(export).isEmpty();
                } else if (line.startsWith("# expect ")) {
                    List<Integer> counted = export.getOrDefault(words[2], List.of(0, 0, 0));
                    expect(words, "failures=", counted.get(0));
                    expect(words, "probes=", counted.get(1));
                    expect(words, "logins=", counted.get(2));
                }
            }
        }

        private static void expect(String[] words, String name, int counted) {
            for (String word : words) {
                if (word.startsWith(name) && !word.endsWith("?")) {
                    assertThat(name + counted).isEqualTo(word);
                }
            }
        }

        @Test
        void what_others_wrote_under_the_name_of_sshd_is_counted_as_ambiguous() throws Exception {
            for (Path truth : cases().toList()) {
                if (truth.toString().contains("forged-by-")) {
                    Heard heard =
                            read(Files.readAllBytes(Path.of(truth.toString().replaceAll("truth$", "export"))));
                    assertThat(heard.ambiguous()).as(truth.toString()).isEqualTo(1);
                    assertThat(heard.messages())
                            .contains("anybody sshd[" + (truth.toString().contains("local") ? 180 : 187)
                                    + "] Failed password for root from 203.0.113.66 port 22 ssh2");
                }
            }
        }
    }

    @Nested
    class Export {
        @Test
        void a_message_with_a_line_feed_is_one_message() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String text = "x\n\nMESSAGE=" + FAILED;
            bytes.writeBytes((HEAD + SENDER + "MESSAGE\n").getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(new byte[] {(byte) text.length(), 0, 0, 0, 0, 0, 0, 0});
            bytes.writeBytes((text + "\n\n").getBytes(StandardCharsets.ISO_8859_1));
            Heard heard = read(bytes.toByteArray());
            assertThat(heard.messages()).containsExactly("daemon sshd[7] " + text);
            assertThat(heard.finish()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "_UID=1000\n",
                    "_UID=0\n_UID=0\n",
                    "_UID=00\n",
                    "_UID=\n",
                    "",
                })
        void the_sender_must_be_root_beyond_doubt(String uid) throws IOException {
            Heard heard = read(HEAD + SENDER.replace("_UID=0\n", uid) + "MESSAGE=" + FAILED + "\n\n");
            assertThat(heard.messages()).containsExactly("anybody sshd[7] " + FAILED);
            assertThat(heard.finish()).isEmpty();
            assertThat(heard.ambiguous()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"stdout", "journal", "kernel", "syslog\n_TRANSPORT=stdout"})
        void only_syslog_is_vouched_for(String transport) throws IOException {
            Heard heard =
                    read(HEAD + SENDER.replace("=syslog\n", "=" + transport + "\n") + "MESSAGE=" + FAILED + "\n\n");
            assertThat(heard.finish()).isEmpty();
            assertThat(heard.ambiguous()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"_COMM=sshd-session\n", "_COMM=x\n_EXE=/usr/sbin/sshd (deleted)\n"})
        void the_executable_is_one_of_the_daemons(String executable) throws IOException {
            Heard heard = read(HEAD + SENDER.replace("_COMM=sshd\n", executable) + "MESSAGE=" + FAILED + "\n\n");
            assertThat(heard.messages()).containsExactly("daemon sshd[7] " + FAILED);
            assertThat(heard.finish()).hasSize(1);
        }

        @Test
        void without_an_executable_root_counts_with_less_trust() throws IOException {
            Heard heard = read(HEAD + SENDER.replace("_COMM=sshd\n", "") + "MESSAGE=" + FAILED + "\n\n");
            assertThat(heard.messages()).containsExactly("root sshd[7] " + FAILED);
        }

        @Test
        void a_message_that_is_given_twice_blames_nobody() throws IOException {
            Heard heard = read(HEAD + SENDER + "MESSAGE=" + FAILED + "\nMESSAGE=x\n\n");
            assertThat(heard.finish()).isEmpty();
        }

        @Test
        void an_entry_that_is_too_long_is_passed_over() throws IOException {
            String entry = HEAD + SENDER + "MESSAGE=" + FAILED;
            Heard heard = read(entry + " ".repeat(20_000) + "\n\n" + entry + "\n\n");
            assertThat(heard.messages()).hasSize(1);
        }

        @Test
        void other_fields_may_have_any_length() throws IOException {
            Heard heard =
                    read(HEAD + SENDER + "X".repeat(300) + "=" + "y".repeat(300_000) + "\nMESSAGE=" + FAILED + "\n\n");
            assertThat(heard.messages()).hasSize(1);
        }

        @Test
        void a_field_that_is_cut_off_ends_reading() throws IOException {
            Heard heard = read(HEAD + SENDER + "MESSAGE=" + FAILED + "\n\n" + HEAD + SENDER + "MESSAGE=" + FAILED);
            assertThat(heard.messages()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 127, 255})
        void a_length_that_is_a_lie_is_damage_or_an_end(int top) {
            byte[] head = (HEAD + "MESSAGE\n").getBytes(StandardCharsets.ISO_8859_1);
            byte[] bytes = java.util.Arrays.copyOf(head, head.length + 100);
            bytes[head.length + 7] = (byte) top;
            if (top > 127) {
                assertThatThrownBy(() -> read(bytes)).isInstanceOf(LogDamagedException.class);
            } else {
                org.assertj.core.api.Assertions.assertThatCode(
                                () -> assertThat(read(bytes).messages()).isEmpty())
                        .doesNotThrowAnyException();
            }
        }

        @Test
        void without_a_time_nothing_counts() throws IOException {
            Heard heard = read("__CURSOR=" + CURSOR + "\n" + SENDER + "MESSAGE=" + FAILED + "\n\n");
            assertThat(heard.messages()).isEmpty();
        }
    }

    @Nested
    class Json {
        private static final String ENTRY = "{\"__CURSOR\":\"" + CURSOR
                + "\",\"__REALTIME_TIMESTAMP\":\"1795553949210275\",\"_UID\":\"0\",\"_TRANSPORT\":\"syslog\",\"_COMM\":\"sshd\","
                + "\"_PID\":\"7\",\"SYSLOG_IDENTIFIER\":\"sshd\",\"MESSAGE\":";

        @Test
        void bytes_are_numbers() throws IOException {
            Heard heard = read(ENTRY + "[80,65,77,255,10]}\n");
            assertThat(heard.messages()).containsExactly("daemon sshd[7] PAM\u00ff\n");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null}",
                    "[]}",
                    "\"x\"",
                    "\"x\"} {}",
                    "\"x\",\"y\":{\"z\":[1,[2]]",
                    "[1,",
                    "7}",
                })
        void what_is_no_message_is_passed_over(String rest) throws IOException {
            Heard heard = read(ENTRY + rest + "\nnot JSON\n" + ENTRY + "\"" + FAILED + "\"}\n");
            assertThat(heard.finish()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"[\"" + FAILED + "\",\"x\"]}", "[[70],[71]]}", "[300]}", "\"x\",\"MESSAGE\":\"y\"}"})
        void a_list_of_messages_blames_nobody(String rest) throws IOException {
            assertThat(read(ENTRY + rest + "\n").finish()).isEmpty();
        }

        @Test
        void a_trusted_field_that_is_a_list_is_not_trusted() throws IOException {
            Heard heard = read(ENTRY.replace("\"_UID\":\"0\"", "\"_UID\":[\"0\",\"1000\"]") + "\"" + FAILED + "\"}\n");
            assertThat(heard.finish()).isEmpty();
        }
    }

    @Nested
    class Recognition {
        @Test
        void an_entry_behind_the_first_line_of_a_text_log_is_a_line() throws IOException {
            Heard heard = read("Invalid user x\n" + Json.ENTRY + "\"" + FAILED + "\"}\n" + HEAD + SENDER + "MESSAGE="
                    + FAILED + "\n\n");
            assertThat(heard.messages()).isEmpty();
            assertThat(heard.lines()).isPositive();
        }
    }
}
