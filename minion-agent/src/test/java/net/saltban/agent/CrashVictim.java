package net.saltban.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import net.saltban.source.LogFinder;

/** A process that reads logs on, in small records and with a clock that stands still, to be killed by {@link CrashIT}. */
public final class CrashVictim {
    static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final long BATCH_BYTES = 8 * 1024;

    private CrashVictim() {}

    /** Arguments: configuration file, state folder; then anything to follow until it is ended. */
    public static void main(String[] args) throws Exception {
        AgentConfiguration configuration =
                AgentConfiguration.read(Path.of(args[0])).withStateFolder(Path.of(args[1]));
        AgentRun run = new AgentRun(configuration, new LogFinder(), () -> NOW, ZoneOffset.UTC, BATCH_BYTES);
        if (args.length > 2) {
            System.exit(Follow.run(run, surroundings(), configuration.outboxFolder(), true)
                    .number());
        }
        AgentRun.Outcome outcome = run.run(configuration.outboxFolder(), Duration.ofSeconds(30));
        if (outcome.isBusy() || !outcome.logs().get(0).problem().isEmpty()) {
            System.out.println(outcome);
            System.exit(ExitStatus.TRY_AGAIN.number());
        }
    }

    private static Surroundings surroundings() {
        return new Surroundings(
                System.in, System.out, System.err, false, 80, () -> NOW, LocalZone.of(ZoneOffset.UTC), new LogFinder());
    }
}
