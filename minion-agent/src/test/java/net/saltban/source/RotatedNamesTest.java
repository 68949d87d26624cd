package net.saltban.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RotatedNamesTest {
    @ParameterizedTest
    @CsvSource({
        "auth.log, auth.log.1, .1",
        "auth.log, auth.log.12.gz, .12",
        "auth.log, auth.log.3.xz, .3",
        "auth.log, auth.log.3.zst, .3",
        "auth.log, auth.log-20260105, -20260105",
        "auth.log, auth.log-20260105.gz, -20260105",
        "auth.log, auth.log-20260105-1767571200.gz, -20260105-1767571200",
        "auth.log, auth.log.2026-01-05T03:04, .2026-01-05T03:04",
        "auth.log, auth-20260105.log.gz, -20260105",
        "auth.log, auth.1.log, .1",
        "auth.log, auth.log.old, .old",
        "secure, secure-20260105, -20260105",
        "messages, messages.0, .0",
        "auth.log, auth.log, ''",
        "auth.log, auth.log.gz, ''",
        "auth.log, auth.log.bak, ''",
        "auth.log, auth.log.1.bak, ''",
        "auth.log, auth.log-copy, ''",
        "auth.log, auth.log1, ''",
        "auth.log, auth.log.T, ''",
        "auth.log, auth2.log, ''",
        "auth.log, xauth.log.1, ''",
        "auth.log, auth.log-, ''",
        "secure, secure2, ''",
    })
    void the_mark_that_rotation_left(String log, String name, String mark) {
        assertThat(new RotatedNames(log).mark(name)).isEqualTo(mark);
    }
}
