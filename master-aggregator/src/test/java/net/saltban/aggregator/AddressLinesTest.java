package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import net.saltban.address.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressLinesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7|192.0.2.7",
                "  192.0.2.7\t|192.0.2.7",
                "192.0.2.0/24|192.0.2.0/24",
                "2001:DB8:0::7|2001:db8::7",
                "::ffff:192.0.2.7|192.0.2.7",
                "192.0.2.7 # said so|192.0.2.7",
                "deny 192.0.2.7;|192.0.2.7",
                "Deny from 192.0.2.7|192.0.2.7",
                "ALL: 192.0.2.7|192.0.2.7",
                "ALL:192.0.2.7|192.0.2.7",
                "sshd : [2001:db8::7]|2001:db8::7",
                "add banned 192.0.2.7 timeout 0|192.0.2.7",
                "192.0.2.7,2026-01-05,ssh|192.0.2.7",
                "192.0.2.7:22|192.0.2.7",
                "\"192.0.2.7\"|192.0.2.7",
                "ip=192.0.2.7 count=9|192.0.2.7",
            })
    void the_first_address_of_a_line_counts(String line, String prefix) throws IOException {
        assertThat(read(line).prefixes()).containsExactly(Prefix.parse(prefix));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# 192.0.2.7",
                "; 192.0.2.7",
                "host.example",
                "192.0.2.256",
                "192.0.2.1/24",
                "1.2.3",
                "12:34:56"
            })
    void a_line_without_an_address_has_none(String line) throws IOException {
        assertThat(read(line).prefixes()).isEmpty();
    }

    @Test
    void lines_without_are_counted_and_the_first_is_named() throws IOException {
        AddressLines lines = read("# list\n\n192.0.2.7\nrubbish\n192.0.2.8\nmore rubbish\n192.0.2.7");

        assertThat(lines.prefixes()).containsExactly(Prefix.parse("192.0.2.7"), Prefix.parse("192.0.2.8"));
        assertThat(lines.lines()).isEqualTo(7);
        assertThat(lines.without()).isEqualTo(2);
        assertThat(lines.firstWithout()).isEqualTo(4);
    }

    @Test
    void a_line_without_end_is_cut_not_held() throws IOException {
        AddressLines lines = read("192.0.2.7 " + "x".repeat(1_000_000) + " 192.0.2.8\n192.0.2.9");

        assertThat(lines.prefixes()).containsExactly(Prefix.parse("192.0.2.7"), Prefix.parse("192.0.2.9"));
    }

    @Test
    void a_ban_file_of_ours_is_such_a_text() throws IOException {
        assertThat(read("# saltban ban file 1\n# entries 1\n203.0.113.0/24\n").prefixes())
                .containsExactly(Prefix.parse("203.0.113.0/24"));
    }

    private static AddressLines read(String text) throws IOException {
        return AddressLines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
