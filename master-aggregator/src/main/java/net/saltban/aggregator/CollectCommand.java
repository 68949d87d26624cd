package net.saltban.aggregator;

import java.util.Optional;
import java.util.concurrent.Callable;

import net.saltban.durable.LockFile;
import net.saltban.policy.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One cycle. */
@Command(
        name = "collect",
        description = {
            "Asks every minion what it found, decides, writes the ban file and pushes it.",
            "Ends with status 75 if some minions failed and the rest went well, or if another run is at work."
        },
        mixinStandardHelpOptions = true)
final class CollectCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Option(names = "--quiet", description = "Print only what an operator must know; for cron.")
    private boolean quiet;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    CollectCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            Optional<LockFile> lock = installation.tryLock();
            if (lock.isEmpty()) {
                throw new Failure(
                        ExitStatus.PARTIAL,
                        installation.stateDir().resolve("lock")
                                + ": another saltban is at work here; nothing was done");
            }
            return installation
                    .work(lock.get(), api -> {
                        CycleReport report = new Cycle(surroundings, installation, api, saltban.listener()).run();
                        print(report, installation.store().mode());
                        return report.isComplete() ? ExitStatus.DONE : ExitStatus.PARTIAL;
                    })
                    .code();
        }
    }

    private void print(CycleReport report, Mode mode) throws Exception {
        CollectText text = new CollectText(report, mode);
        if (json) {
            Json.print(text.json(), saltban.surroundings().out());
            return;
        }
        text.complaints().forEach(saltban.surroundings()::complain);
        if (!quiet) {
            text.summary().forEach(saltban.surroundings().out()::println);
        }
    }
}
