package net.saltban.saltapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SaltApiValuesTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8000, true",
        "http://127.8.9.10, true",
        "http://localhost:8000, true",
        "http://LOCALHOST, true",
        "http://[::1]:8000, true",
        "http://[::ffff:127.0.0.1]:8000, true",
        "http://192.0.2.1, false",
        "http://salt.example, false",
        "http://localhost.example, false",
        "http://127.0.0.1.example, false",
        "http://0.0.0.0, false",
    })
    void loopback_is_told_by_the_host_as_written(String url, boolean isLoopback) {
        assertThat(SaltApiSettings.isLoopback(URI.create(url))).isEqualTo(isLoopback);
    }

    @Test
    void the_shown_url_holds_no_user_information() {
        URI url = URI.create("https://user:secret@salt.example:8000/?token=secret");

        assertThat(new SaltApiSettings(url, "saltban", "file", Optional.empty(), Duration.ofSeconds(1)).shownUrl())
                .isEqualTo("https://salt.example:8000");
    }

    @Nested
    final class TargetOf {
        @Test
        void no_minion_is_refused() {
            assertThatThrownBy(() -> Target.ofIds(List.of()))
                    .hasMessage("a target needs an expression that is not empty");
        }

        @Test
        void a_blank_expression_is_refused() {
            assertThatThrownBy(() -> new Target(Target.Kind.GLOB, List.of(" ")))
                    .hasMessage("a target needs an expression that is not empty");
        }

        @Test
        void a_glob_is_one_expression() {
            assertThatThrownBy(() -> new Target(Target.Kind.GLOB, List.of("a*", "b*")))
                    .hasMessage("a glob target is one expression, not 2");
        }
    }

    @Test
    void a_jid_is_made_of_digits() {
        assertThatThrownBy(() -> new PublishedJob("../../etc", List.of())).hasMessage("a jid is made of digits");
    }
}
