package net.saltban.aggregator;

import java.nio.file.Path;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code saltban} itself: the options that every command takes. */
@Command(
        name = "saltban",
        description = "Collects what minions saw of failed logins, bans the sources fleet-wide, and says why.",
        mixinStandardHelpOptions = true,
        versionProvider = Saltban.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Configuration: saltban config --default. Trouble: saltban doctor."})
final class Saltban {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Configuration (default: ${DEFAULT-VALUE}).")
    private Path config = Path.of("/etc/saltban/saltban.yaml");

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder of evidence, ban file and snapshots (default: ${DEFAULT-VALUE}).")
    private Path stateDir = Path.of("/var/lib/saltban");

    private final Surroundings surroundings;
    private final CycleStep.Listener listener;

    Saltban(Surroundings surroundings, CycleStep.Listener listener) {
        this.surroundings = surroundings;
        this.listener = listener;
    }

    CycleStep.Listener listener() {
        return listener;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Path config() {
        return config;
    }

    Installation open() throws Exception {
        return Installation.open(surroundings, config, stateDir);
    }

    Path stateDir() {
        return stateDir;
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Saltban.class.getPackage().getImplementationVersion();
            return new String[] {"saltban " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
