package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.junit.jupiter.api.Test;

/** What docs/ref/formats.md says of explained lines. */
final class ExplainFormatTest {
    private static final Path NOWHERE = Path.of("/nonexistent");
    private static final String STAMP = "2026-01-05T03:04:05Z web1 ";
    private static final String FAILURE =
            STAMP + "sshd[9]: Failed password for root from 203.0.113.66 port 40022 ssh2\n";
    private static final String LINES = FAILURE
            + STAMP + "sshd[9]: Accepted publickey for alice from 198.51.100.7 port 2201 ssh2: ED25519 SHA256:abc\n"
            + STAMP + "sshd[9]: Connection closed by 203.0.113.7 port 40022 [preauth]\n"
            + STAMP + "dropbear[9]: Child connection from 203.0.113.9:40022\n"
            + STAMP + "sshd[9]: Failed password for " + "a".repeat(500) + " from 203.0.113.66 port 40022 ssh2\n"
            + STAMP + "sshd[9]: something about 203.0.113.66\n"
            + STAMP + "CRON[9]: something\n"
            + "something\n"
            + "a".repeat(16 * 1024 + 1) + "\n"
            + STAMP + "last message repeated 3 times\n";

    private static String section() throws IOException {
        String all = Files.readString(Path.of("../docs/ref/formats.md"));
        int from = all.indexOf("## Explained lines");
        assertThat(from).isNotNegative();
        return all.substring(from, all.indexOf("\n## ", from));
    }

    private static String explained(String format, String lines) {
        return Program.withInput(NOWHERE, lines.getBytes(StandardCharsets.UTF_8), "explain", "--format", format, "-")
                .out();
    }

    @Test
    void each_field_and_each_meaning_is_described() throws IOException {
        Set<String> fields = new TreeSet<>();
        Set<String> meanings = new TreeSet<>();
        try (JsonParser json = new JsonFactory().createParser(explained("json", LINES))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    fields.add(json.currentName());
                } else if (token == JsonToken.VALUE_STRING && "meaning".equals(json.currentName())) {
                    meanings.add(json.getText());
                }
            }
        }
        assertThat(fields).hasSize(13);
        assertThat(meanings).hasSize(10);
        String section = section();
        assertThat(meanings).allMatch(meaning -> section.contains("\n| `" + meaning + "` | "));
        fields.remove("text"); // of {text, why}
        fields.remove("to"); // beside from
        assertThat(fields)
                .allMatch(field ->
                        section.contains("\n| `" + field + "` | ") || section.contains("\n| `" + field + "`, `to` | "));
    }

    @Test
    void the_example_is_what_is_printed() throws IOException {
        assertThat(section()).contains("```json\n" + explained("json", FAILURE) + "```\n");
        assertThat(explained("tsv", LINES))
                .isEqualTo("1\t203.0.113.66\tfailure\n2\t198.51.100.7\tsuccess\n3\t203.0.113.7\tprobe\n");
    }
}
