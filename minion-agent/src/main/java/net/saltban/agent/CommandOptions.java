package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.problem.Problems;
import net.saltban.problem.ProblemsException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The command line of one command, with the options that all of them have. */
final class CommandOptions {
    private final CommandLine line;

    private CommandOptions(CommandLine line) {
        this.line = line;
    }

    /** A command's own options, to which the common ones are added. */
    static Options options() {
        Options options = new Options();
        options.addOption(null, "config", true, "configuration instead of /etc/saltban/agent.yaml");
        options.addOption(null, "state-dir", true, "state instead of /var/lib/saltban-agent");
        options.addOption("h", "help", false, "help");
        return options;
    }

    static CommandOptions parse(Options options, List<String> args) throws UsageException {
        try {
            return new CommandOptions(new DefaultParser(false).parse(options, args.toArray(String[]::new)));
        } catch (ParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    boolean has(String option) {
        return line.hasOption(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    /** The values of an option that may be given more than once. */
    List<String> values(String option) {
        return has(option) ? List.of(line.getOptionValues(option)) : List.of();
    }

    /** What stands behind the options. */
    List<String> arguments() {
        return line.getArgList();
    }

    /** The same as paths. */
    List<Path> paths() throws UsageException {
        List<Path> paths = new ArrayList<>();
        for (String argument : arguments()) {
            paths.add(path(argument));
        }
        return paths;
    }

    void refuseArguments() throws UsageException {
        if (!arguments().isEmpty()) {
            throw new UsageException("\"" + arguments().get(0) + "\" is one argument too many");
        }
    }

    /** Where the configuration lies, or would lie. */
    Path configurationFile() throws UsageException {
        return has("config") ? path(line.getOptionValue("config")) : AgentConfiguration.DEFAULT_FILE;
    }

    /** What the configuration says; one that is named has to be there. */
    AgentConfiguration configuration() throws IOException, ProblemsException, UsageException {
        Problems problems = new Problems();
        AgentConfiguration configuration = configuration(problems);
        problems.throwIfAny();
        return configuration;
    }

    /** The same; what is wrong with it is added to the problems, and the rest holds. */
    AgentConfiguration configuration(Problems problems) throws IOException, UsageException {
        Path file = configurationFile();
        if (has("config") && !Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        AgentConfiguration configuration = AgentConfiguration.read(file, problems);
        return has("state-dir") ? configuration.withStateFolder(path(line.getOptionValue("state-dir"))) : configuration;
    }

    private static Path path(String text) throws UsageException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException("\"" + text + "\" is no path");
        }
    }
}
