package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ToolTest {
    private static Tool tool(String name, int outputBytesMax) {
        return Tool.find(name, Duration.ofSeconds(20), outputBytesMax).orElseThrow();
    }

    @Test
    void input_goes_in_and_output_comes_back_whole() throws BackendException {
        byte[] block = "0123456789abcdef\n".repeat(40_000).getBytes(StandardCharsets.US_ASCII);
        Tool.Result result = tool("cat", 1_000_000).run(List.of(), out -> out.write(block));
        assertThat(result.isDone()).isTrue();
        assertThat(result.output()).isEqualTo(block);
    }

    @Test
    void status_and_complaint_of_a_failure_are_kept_in_one_safe_line() throws BackendException {
        Tool.Result result = tool("sh", 100).run(List.of("-c", "printf 'no\\033[31m\\nreally\\n' >&2; exit 3"));
        assertThat(result.isDone()).isFalse();
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.error()).isEqualTo("no\\u001b[31m really");
    }

    @Test
    void a_program_that_does_not_read_its_input_is_no_error() throws BackendException {
        Tool.Result result = tool("true", 100).run(List.of(), out -> out.write(new byte[1_000_000]));
        assertThat(result.isDone()).isTrue();
        assertThat(result.error()).isEqualTo("it said nothing");
    }

    @Test
    void the_environment_is_fixed() throws BackendException {
        Tool.Result result = tool("env", 1000).run(List.of());
        assertThat(new String(result.output(), StandardCharsets.US_ASCII).lines())
                .containsExactlyInAnyOrder(
                        "LC_ALL=C", "PATH=/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin:/usr/local/bin");
    }

    @Test
    void more_output_than_the_bound_is_an_error() {
        assertThatThrownBy(() -> tool("cat", 1000).run(List.of(), out -> out.write(new byte[1001])))
                .isInstanceOf(BackendException.class)
                .hasMessageEndingWith("cat: printed more than the 1000 bytes that are read at most");
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void a_program_that_does_not_end_is_ended() {
        Tool sleep = Tool.find("sleep", Duration.ofSeconds(1), 100).orElseThrow();
        assertThatThrownBy(() -> sleep.run(List.of("600"))).hasMessageEndingWith("sleep: did not end within 1 s");
    }

    @Test
    void a_program_that_is_not_installed_is_not_found() {
        assertThat(Tool.find("saltban-has-no-such-program", Duration.ofSeconds(1), 1))
                .isEmpty();
    }
}
