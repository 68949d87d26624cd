package net.saltban.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

/**
 * Fuzzes each target for some seconds, two at a time. {@code -Dsaltban.fuzz.seconds=600} makes each run longer,
 * {@code -Dsaltban.fuzz.targets=line,forgery} chooses some; what a run reached stands in {@code target/fuzz/summary.txt}.
 */
final class FuzzIT {
    private static final int SECONDS = Integer.getInteger("saltban.fuzz.seconds", 4);
    private static final List<String> TARGETS =
            List.of(System.getProperty("saltban.fuzz.targets", "").split(",", -1));
    private static final int AT_A_TIME = 2;

    @Test
    void no_input_breaks_a_promise() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        List<Jazzer.Outcome> outcomes;
        try {
            outcomes = outcomes(pool);
        } finally {
            pool.shutdownNow();
        }
        assertThat(outcomes)
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(outcome.runs())
                        .as("inputs read by " + outcome)
                        .isPositive());
        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.status()).as(outcome.toString()).isZero());
    }

    private static List<Jazzer.Outcome> outcomes(ExecutorService pool)
            throws IOException, InterruptedException, ExecutionException {
        List<Future<Jazzer.Outcome>> runs = new ArrayList<>();
        for (FuzzTarget target : FuzzTarget.ALL) {
            if (TARGETS.contains("") || TARGETS.contains(target.label())) {
                runs.add(pool.submit(() -> new Jazzer(target).run(SECONDS)));
            }
        }
        List<Jazzer.Outcome> outcomes = new ArrayList<>();
        for (Future<Jazzer.Outcome> run : runs) {
            outcomes.add(run.get());
        }
        Files.write(
                Path.of("target/fuzz/summary.txt"),
                outcomes.stream().map(Jazzer.Outcome::toString).toList());
        return outcomes;
    }
}
