package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import net.saltban.journal.JournalFuzz;
import net.saltban.sshd.LineFuzz;

/** Any bytes as the input of {@code explain}: one answer a line, in bounds, nothing in it that a terminal obeys, JSON that can be read. */
public final class ExplainFuzz {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ANSWER_CHARS_MAX = 8000;

    private ExplainFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String text = explain(input, "text");
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0)) {
            throw new AssertionError("a terminal would obey this: " + text);
        }
        for (String line : explain(input, "json").split("\n", -1)) {
            if (line.length() > ANSWER_CHARS_MAX) {
                throw new AssertionError("an answer of " + line.length() + " characters");
            }
            try (JsonParser parser = JSON.createParser(line)) {
                while (parser.nextToken() != null) {
                    parser.getText();
                }
            }
        }
        explain(input, "tsv");
    }

    private static String explain(byte[] input, String format) {
        Program program = Program.withInput(Path.of("none"), input, "explain", "--format", format, "-");
        if (program.status() != 0 && program.status() != 66) {
            throw new AssertionError("status " + program.status() + ": " + program.err());
        }
        return program.out();
    }

    /** Logs, and saved journals. */
    public static List<byte[]> seeds() {
        return Stream.concat(LineFuzz.seeds().stream(), JournalFuzz.seeds().stream())
                .toList();
    }
}
