package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpeningTest {
    private static List<String> openings(String shape) {
        return Opening.of(shape).stream().map(Opening::toString).toList();
    }

    @Test
    void a_shape_opens_with_each_combination_of_its_choices_in_their_order() {
        assertThat(openings("Connection {closed|reset} by {invalid|authenticating} user <LONGUSER> x"))
                .containsExactly(
                        "Connection closed by invalid user ",
                        "Connection closed by authenticating user ",
                        "Connection reset by invalid user ",
                        "Connection reset by authenticating user ");
        assertThat(openings("Failed <METHOD=none> for {invalid user |}<USER> from <ADDR>"))
                .containsExactly("Failed none for invalid user ", "Failed none for ");
        assertThat(openings("<COUNT> more")).containsExactly("");
        assertThat(Opening.of("Closed by <ADDR>{ port <PORT>|} [preauth]")
                        .get(0)
                        .rest())
                .isEqualTo("<ADDR>{ port <PORT>|} [preauth]");
    }

    @ParameterizedTest
    @CsvSource({"foo {a|ab}c", "{|x}y", "foo {a|abc}b", "x {abc|a}bc", "x {ab|a}{b|c}", "{a{b|c}|d} x", "{a|b"})
    void choices_whose_order_the_openings_would_lose_are_refused(String shape) {
        assertThatThrownBy(() -> Opening.of(shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("shape \"");
    }

    @Test
    void each_shape_of_the_tables_has_openings_and_can_be_read_from_there() {
        for (Signature signature : Recogniser.signatures()) {
            for (String text : signature.texts()) {
                assertThat(Opening.of(text))
                        .as(text)
                        .isNotEmpty()
                        .allSatisfy(opening -> assertThat(
                                        ShapeText.parse(opening.rest()).toString())
                                .isEqualTo(opening.rest()));
            }
        }
    }
}
