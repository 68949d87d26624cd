package net.saltban.agent;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.saltban.finding.LogHealth;

/** Tells what is wrong with logs that are read on for weeks: each problem once, and none that a rotation ends in a moment. */
final class ProblemTeller {
    /** Younger problems are not told. */
    private static final long GRACE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long TOLD = -1;

    private final PrintStream err;
    private Map<String, Long> known = new HashMap<>();

    ProblemTeller(PrintStream err) {
        this.err = err;
    }

    /**
     * Tells what is new and has lasted.
     *
     * @param nanos the clock of {@link System#nanoTime}
     * @param atOnce whether what is new is told without waiting whether it lasts
     */
    void tell(List<LogHealth> logs, long nanos, boolean atOnce) {
        Map<String, Long> now = new TreeMap<>();
        for (LogHealth log : logs) {
            if (!log.problem().isEmpty()) {
                String problem = log.source() + ": " + log.problem();
                long since = known.getOrDefault(problem, nanos);
                boolean isDue = since != TOLD && (atOnce || nanos - since >= GRACE_NANOS);
                if (isDue) {
                    err.println("saltban-agent: " + problem);
                }
                now.put(problem, isDue || since == TOLD ? TOLD : since);
            }
        }
        known = now;
    }
}
