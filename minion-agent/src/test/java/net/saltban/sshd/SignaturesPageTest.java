package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/ref/signatures.md says what the tables say. */
final class SignaturesPageTest {
    static List<Signature> signatures() {
        return Recogniser.signatures();
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("../docs/ref/signatures.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void the_row_of_a_signature_holds_its_versions_count_and_shapes(Signature signature) throws IOException {
        List<String> rows = rows().stream()
                .filter(row -> row.startsWith("| `" + signature.name() + "` |"))
                .toList();

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .contains(
                        "| " + signature.versions() + " |",
                        "| " + signature.counts().text(1) + " |");
        assertThat(signature.shapes())
                .allSatisfy(shape ->
                        assertThat(rows.get(0)).contains("`" + shape.toString().replace("|", "\\|") + "`"));
    }

    @Test
    void there_is_no_row_without_a_signature() throws IOException {
        assertThat(rows()).hasSameSizeAs(signatures());
    }
}
