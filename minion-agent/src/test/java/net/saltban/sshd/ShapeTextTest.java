package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShapeTextTest {
    @Nested
    class Parse {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "x <USER> from <ADDR> <ANY>      | the address stands between two texts of the peer's choice, and no colon tells them apart",
                    "x <ANY> from <ADDR>: <ANY>      | the address stands between two texts of the peer's choice, and no colon tells them apart",
                    "x <RAWUSER> from <ADDR>: <ANY>  | the address stands between two texts of the peer's choice, and no colon tells them apart",
                    "x <USER><ADDR>                  | behind text of the peer's choice stands no literal text that could end it",
                    "x <USER> y <ANY> from <ADDR>    | only one text of the peer's choice may have something behind it, outside braces",
                    "x <ADDR> y <ADDR>               | there are two addresses",
                    "x <WHAT>                        | there is no placeholder <WHAT>",
                    "x <USER                         | a \"<\" is not closed",
                })
        void a_shape_in_which_the_peer_could_move_the_match_is_refused(String shape, String problem) {
            assertThatThrownBy(() -> ShapeText.parse(shape))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("shape \"" + shape + "\": " + problem);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"x {a | a brace is not closed", "x a} | \"}\" closes nothing"})
        void braces_come_in_pairs(String shape, String problem) {
            assertThatThrownBy(() -> ShapeText.parse(shape)).hasMessage("shape \"" + shape + "\": " + problem);
        }
    }

    @Nested
    class Rules {
        private static List<Shape> shapes() {
            return Recogniser.signatures().stream()
                    .flatMap(signature -> signature.shapes().stream())
                    .toList();
        }

        @Test
        void the_address_is_found_from_the_left_only_where_a_colon_ends_the_name() {
            assertThat(shapes())
                    .filteredOn(shape -> shape.isFromLeft() && shape.hasGapBeforeAddress())
                    .isNotEmpty()
                    .allMatch(shape -> shape.toString().matches(".*<(LONG)?USER> .*<ADDR>.*: ?.*<(ANY|KEY)>.*"));
        }

        @Test
        void where_the_name_comes_last_before_the_end_the_address_is_found_from_the_right() {
            assertThat(shapes())
                    .filteredOn(shape -> shape.hasGapBeforeAddress() && !shape.isFromLeft())
                    .isNotEmpty()
                    .noneMatch(shape -> shape.toString().contains("<KEY>"));
        }
    }
}
