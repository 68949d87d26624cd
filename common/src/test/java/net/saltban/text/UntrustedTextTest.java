package net.saltban.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UntrustedTextTest {
    @Test
    void printable_ascii_stays() {
        assertThat(UntrustedText.show("a b\\n~", 64)).isEqualTo("a b\\n~");
    }

    @Test
    void control_characters_and_what_is_not_ascii_are_escaped() {
        assertThat(UntrustedText.show("a\u001b[31m\n\u202e\u00e9", 64)).isEqualTo("a\\u001b[31m\\u000a\\u202e\\u00e9");
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abc...", "abcdefg, 3, ...", "abcdefg, 1, .", "abcdefg, 0, ''"})
    void longer_text_is_cut_and_shows_it(String text, int charsMax, String shown) {
        assertThat(UntrustedText.show(text, charsMax)).isEqualTo(shown);
    }

    @Test
    void an_escape_is_never_cut_in_two() {
        assertThat(UntrustedText.show("abc\u0001\u0001", 12)).isEqualTo("abc\\u0001...");
    }

    @Test
    void what_is_shown_once_is_shown_the_same_again() {
        String shown = UntrustedText.show("a\u0001".repeat(40), 64);
        assertThat(UntrustedText.show(shown, 64)).isEqualTo(shown);
    }
}
