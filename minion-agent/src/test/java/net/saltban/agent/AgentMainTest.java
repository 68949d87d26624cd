package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentMainTest {
    private static final Path NOWHERE = Path.of("/nonexistent");

    @ParameterizedTest
    @ValueSource(
            strings = {"scan", "explain", "findings", "doctor", "apply", "status", "off", "on", "release", "is-banned"})
    void each_command_has_help(String command) {
        Program help = Program.run(NOWHERE, command, "--help");
        assertThat(help.out()).startsWith("usage: saltban-agent " + command);
        assertThat(help.status()).isZero();
        assertThat(Program.run(NOWHERE, "--help").out()).contains(command);
    }

    @ParameterizedTest
    @CsvSource({
        "scan, --json",
        "scan, --since",
        "scan, --top",
        "scan, --config",
        "scan, --state-dir",
        "findings, --from",
        "findings, --minion",
        "findings, --no-read",
        "findings, --config",
        "findings, --state-dir",
        "doctor, --config",
        "doctor, --state-dir",
        "apply, --force",
        "apply, --test",
        "apply, --config",
        "apply, --state-dir",
        "status, --json",
        "status, --config",
        "status, --state-dir",
        "off, --config",
        "off, --state-dir",
        "on, --config",
        "on, --state-dir",
        "release, --end",
        "release, --config",
        "release, --state-dir",
        "is-banned, --config",
        "is-banned, --state-dir",
    })
    void each_option_is_in_the_help(String command, String option) {
        assertThat(Program.run(NOWHERE, command, "--help").out()).contains("\n  " + option);
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "status", "off", "on", "release", "is-banned"})
    void help_says_what_a_command_does_whatever_the_configuration(String command) {
        Program help = Program.run(NOWHERE, command, "--config", "/nonexistent/agent.yaml", "-h");
        assertThat(help.out()).matches("(?s)usage: saltban-agent " + command + " .*\\n\\n[A-Z].*\\.\\n\\n  --.*");
        assertThat(help.err()).isEmpty();
        assertThat(help.status()).isZero();
    }

    @Test
    void no_command_is_a_usage_error() {
        Program program = Program.run(NOWHERE);
        assertThat(program.err()).startsWith("saltban-agent: reads this server's own SSH log");
        assertThat(program.status()).isEqualTo(64);
    }

    @Test
    void an_unknown_command_is_shown_without_its_control_characters() {
        Program program = Program.run(NOWHERE, "sc\u001ban");
        assertThat(program.err())
                .isEqualTo("saltban-agent: there is no command \"sc\\u001ban\"; see saltban-agent --help\n");
        assertThat(program.status()).isEqualTo(64);
    }

    @Test
    void a_configuration_that_is_named_has_to_be_there() {
        Program program = Program.run(NOWHERE, "findings", "--config", "/nonexistent/agent.yaml");
        assertThat(program.err()).isEqualTo("saltban-agent: /nonexistent/agent.yaml: is not there\n");
        assertThat(program.status()).isEqualTo(66);
    }
}
