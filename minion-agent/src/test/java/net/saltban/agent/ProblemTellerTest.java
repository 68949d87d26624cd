package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import net.saltban.finding.LogHealth;
import net.saltban.finding.Trust;
import org.junit.jupiter.api.Test;

final class ProblemTellerTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ProblemTeller teller = new ProblemTeller(new PrintStream(err, true, StandardCharsets.UTF_8));

    private void look(long seconds, boolean atOnce, String problem) {
        LogHealth log = new LogHealth("/var/log/auth.log", Trust.TEXT, 0, 0, 0, problem);
        teller.tell(List.of(log), Duration.ofSeconds(seconds).toNanos(), atOnce);
    }

    private long told() {
        return err.toString(StandardCharsets.UTF_8).lines().count();
    }

    @Test
    void at_the_start_a_problem_is_told_and_not_again() {
        look(0, true, "is not there");
        look(100, false, "is not there");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("saltban-agent: /var/log/auth.log: is not there\n");
    }

    @Test
    void later_only_one_that_lasts() {
        look(0, false, "is not there");
        look(9, false, "");
        look(11, false, "is not there");
        look(12, false, "is not there");
        assertThat(told()).isZero();
        look(21, false, "is not there");
        assertThat(told()).isEqualTo(1);
        look(22, false, "");
        look(23, false, "is not there");
        look(60, false, "is not there");
        assertThat(told()).isEqualTo(2);
    }
}
