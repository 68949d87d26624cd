package net.saltban.aggregator;

import java.util.concurrent.Callable;

import net.saltban.config.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the default configuration, or checks the present one. */
@Command(
        name = "config",
        description = "Checks the configuration, or prints one with every key and its default.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Option(names = "--check", description = "Check the configuration and name all of its problems (the default).")
    private boolean isCheck;

    @Option(names = "--default", description = "Print a commented file with every key and its default.")
    private boolean isDefault;

    ConfigCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        if (isDefault && isCheck) {
            throw new Failure(ExitStatus.USAGE, "--check and --default do not go together; use one");
        }
        if (isDefault) {
            surroundings.out().print(Configuration.defaultFile());
            return ExitStatus.DONE.code();
        }
        Configuration configuration = Installation.readConfiguration(saltban.config());
        configuration.password().read(surroundings.environment());
        surroundings.out().println(saltban.config() + ": no problems");
        return ExitStatus.DONE.code();
    }
}
