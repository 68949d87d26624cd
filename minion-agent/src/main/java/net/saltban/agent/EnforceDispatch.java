package net.saltban.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.enforce.BackendName;
import net.saltban.enforce.EnforceCommands;
import net.saltban.enforce.EnforceSettings;
import net.saltban.enforce.Health;
import net.saltban.enforce.Mode;
import net.saltban.finding.LogHealth;
import net.saltban.finding.Trust;
import net.saltban.outbox.OutboxReader;
import net.saltban.problem.Problems;
import net.saltban.problem.ProblemsException;

/** Hands a command over to {@code enforce}, with what the configuration says and what reading can tell of itself. */
final class EnforceDispatch {
    private EnforceDispatch() {}

    /** One command of {@link EnforceCommands}. */
    interface Command {
        int run(EnforceCommands commands, List<String> args, InputStream in, PrintStream out, PrintStream err);
    }

    /**
     * Takes the options that all commands have out of the arguments, and runs the command with the others.
     *
     * @param isStrict whether a configuration with problems stops it: a list is not put into force by half of what the
     *     operator wrote, but a door is opened
     */
    static int run(Command command, boolean isStrict, List<String> args, Surroundings surroundings)
            throws UsageException, ProblemsException, IOException {
        List<String> common = new ArrayList<>();
        List<String> own = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            boolean named = arg.equals("--config") || arg.equals("--state-dir");
            boolean joined = arg.startsWith("--config=") || arg.startsWith("--state-dir=");
            (named || joined ? common : own).add(arg);
            if (named && i + 1 < args.size()) {
                common.add(args.get(++i));
            }
        }
        CommandOptions line = CommandOptions.parse(CommandOptions.options(), common);
        boolean isHelp = own.contains("--help") || own.contains("-h"); // needs no configuration, so none is in its way
        Problems problems = new Problems();
        AgentConfiguration configuration = isHelp ? AgentConfiguration.defaults() : line.configuration(problems);
        if (isStrict) {
            problems.throwIfAny();
        }
        problems.toList().forEach(problem -> surroundings.err().println("saltban-agent: " + problem));
        EnforceCommands commands = new EnforceCommands(settings(configuration), new ReadingHealth(configuration));
        return command.run(commands, own, surroundings.in(), surroundings.out(), surroundings.err());
    }

    private static EnforceSettings settings(AgentConfiguration configuration) {
        AgentConfiguration.Enforcement enforcement = configuration.enforcement();
        return new EnforceSettings(
                configuration.stateFolder().resolve("enforce"),
                backend(enforcement.backend()),
                enforcement.observes() ? Mode.OBSERVE : Mode.ENFORCE,
                List.copyOf(enforcement.ports()),
                enforcement.jail(),
                enforcement.protect(),
                enforcement.entriesMax(),
                configuration.list(),
                configuration.masters(),
                AgentVersion.text());
    }

    private static BackendName backend(String name) {
        for (BackendName backend : BackendName.values()) {
            if (backend.toString().equals(name)) {
                return backend;
            }
        }
        throw new IllegalArgumentException("no back-end is called " + name);
    }

    /** What the outbox tells; what hinders reading it is told as a problem of its own. */
    private record ReadingHealth(AgentConfiguration configuration) implements Health {
        @Override
        public List<LogHealth> logs() {
            Path folder = configuration.outboxFolder();
            try {
                return LogsOverview.of(folder);
            } catch (IOException e) {
                return List.of(new LogHealth(folder.toString(), Trust.TEXT, 0, 0, 0, Failures.words(e)));
            }
        }

        @Override
        public Optional<OutboxExtent> outbox() {
            try {
                return new OutboxReader(configuration.outboxFolder())
                        .summary()
                        .map(summary -> new OutboxExtent(
                                summary.epoch(),
                                summary.first() > summary.last() ? 0 : summary.first(),
                                summary.last(),
                                summary.bytes()));
            } catch (IOException e) {
                return Optional.empty(); // logs() tells why
            }
        }
    }
}
