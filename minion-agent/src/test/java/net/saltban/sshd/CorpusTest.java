package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CorpusTest {
    private final LineExplainer explainer = new LineExplainer();

    static List<Corpus.Line> lines() {
        return Corpus.lines();
    }

    static List<Signature> signatures() {
        return Recogniser.signatures();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_line_means_what_its_comment_says(Corpus.Line line) {
        assertThat(Corpus.describe(explainer.explain(line.bytes(), 0, line.bytes().length)))
                .isEqualTo(line.expected());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_line_means_the_same_in_the_middle_of_a_buffer(Corpus.Line line) {
        byte[] buffer = new byte[line.bytes().length + 200];
        Arrays.fill(buffer, (byte) '1');
        System.arraycopy(line.bytes(), 0, buffer, 100, line.bytes().length);

        assertThat(Corpus.describe(explainer.explain(buffer, 100, 100 + line.bytes().length)))
                .isEqualTo(line.expected());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void no_line_blames_the_address_that_never_connected(Corpus.Line line) {
        assertThat(Corpus.describe(explainer.explain(line.bytes(), 0, line.bytes().length)))
                .doesNotContain("203.0.113.")
                .doesNotContain("2001:db8:dead");
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void a_signature_has_a_positive_line(Signature signature) {
        boolean names =
                signature.shapes().stream().anyMatch(shape -> shape.toString().contains("<ADDR"));
        String wanted = signature.says() == Says.OTHER || !names
                ? "nobody " + signature.name()
                : signature.says().word() + " .* " + signature.name();

        assertThat(lines()).anyMatch(line -> line.expected().matches(wanted));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void a_signature_has_a_near_miss(Signature signature) {
        assertThat(lines())
                .filteredOn(line -> line.near().equals(signature.name()))
                .isNotEmpty()
                .noneMatch(line -> line.expected().endsWith(" " + signature.name()));
    }

    @Test
    void names_of_signatures_differ() {
        assertThat(signatures()).extracting(Signature::name).doesNotHaveDuplicates();
    }
}
