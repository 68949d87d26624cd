package net.saltban.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"0s, PT0S, 0s", "90s, PT90S, 90s", "120s, PT2M, 2m", "36h, PT36H, 36h", "24h, P1D, 1d", "7d, P7D, 7d"})
    void a_number_and_a_unit(String text, Duration duration, String canonical) {
        assertThat(DurationText.tryParse(text)).contains(duration);
        assertThat(DurationText.of(duration)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "5 s", "1.5h", "5S", "5w", "1h30m", "9999999999s", "\u0665s"})
    void everything_else_is_none(String text) {
        assertThat(DurationText.tryParse(text)).isEmpty();
    }
}
