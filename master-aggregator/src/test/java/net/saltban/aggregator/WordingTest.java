package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordingTest {
    @Test
    void times_are_in_utc_whatever_the_zone() {
        Instant time = Instant.parse("2026-01-05T03:04:05.678Z");

        assertThat(Wording.minute(time)).isEqualTo("2026-01-05 03:04");
        assertThat(Wording.second(time)).isEqualTo("2026-01-05 03:04:05 UTC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0 bans", "1|1 ban", "2|2 bans", "12345|12,345 bans"})
    void counts_agree_with_their_noun(long number, String words) {
        assertThat(Wording.count(number, "ban")).isEqualTo(words);
    }

    @Test
    void lists_read_as_one_speaks() {
        assertThat(Wording.list(List.of())).isEmpty();
        assertThat(Wording.list(List.of("a"))).isEqualTo("a");
        assertThat(Wording.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
        assertThat(Wording.some(List.of("a", "b", "c"), 2)).isEqualTo("a, b and 1 more");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "119, 119 s",
        "120, 2 min",
        "7199, 119 min",
        "7200, 2 h",
        "172799, 47 h",
        "172800, 2 d",
        "-5, 0 s"
    })
    void ages_are_rough(long seconds, String words) {
        assertThat(Wording.age(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void a_table_is_as_wide_as_its_cells_and_numbers_stand_right() {
        StringWriter out = new StringWriter();
        Table table = new Table("minion", "#dropped", "note");
        table.row("web1", "7", "");
        table.row("database1", "12,345", "slow");

        table.print(new PrintWriter(out));

        assertThat(out.toString().replace(System.lineSeparator(), "\n")).isEqualTo("""
                        MINION     DROPPED  NOTE
                        web1             7
                        database1   12,345  slow
                        """);
    }
}
