package net.saltban.aggregator;

import picocli.CommandLine;

/** Puts the commands together. */
final class Commands {
    private Commands() {}

    static CommandLine of(Surroundings surroundings) {
        Saltban saltban = new Saltban(surroundings);
        CommandLine line = new CommandLine(saltban);
        line.addSubcommand(new BansCommand(saltban));
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        line.setUsageHelpWidth(88);
        line.setExecutionExceptionHandler((cause, command, result) -> AggregatorMain.fail(surroundings, cause));
        line.setParameterExceptionHandler((wrong, arguments) -> {
            CommandLine command = wrong.getCommandLine();
            surroundings.complain(String.valueOf(wrong.getMessage()));
            surroundings.err().println(command.getHelp().synopsis(0).stripTrailing());
            surroundings.err().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitStatus.USAGE.code();
        });
        return line;
    }
}
