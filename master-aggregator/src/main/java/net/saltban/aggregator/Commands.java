package net.saltban.aggregator;

import picocli.CommandLine;

/** Puts the commands together. */
final class Commands {
    private Commands() {}

    static CommandLine of(Surroundings surroundings, CycleStep.Listener listener) {
        Saltban saltban = new Saltban(surroundings, listener);
        CommandLine line = new CommandLine(saltban);
        line.addSubcommand(new CollectCommand(saltban));
        line.addSubcommand(new BansCommand(saltban));
        line.addSubcommand(new WhyCommand(saltban));
        line.addSubcommand(new AlarmsCommand(saltban));
        line.addSubcommand(new BanCommand(saltban));
        line.addSubcommand(new UnbanCommand(saltban));
        line.addSubcommand(new RetractCommand(saltban));
        line.addSubcommand(new AllowCommand(saltban));
        line.addSubcommand(new ReviewCommand(saltban));
        line.addSubcommand(new ModeCommand(saltban));
        line.addSubcommand(new MinionsCommand(saltban));
        line.addSubcommand(new ImportCommand(saltban));
        line.addSubcommand(new RebuildCommand(saltban));
        line.addSubcommand(new ConfigCommand(saltban));
        line.addSubcommand(new DoctorCommand(saltban));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        line.setUsageHelpWidth(88);
        line.setExecutionExceptionHandler((cause, command, result) -> AggregatorMain.fail(surroundings, cause));
        line.setParameterExceptionHandler((wrong, arguments) -> {
            CommandLine command = wrong.getCommandLine();
            surroundings.complain(String.valueOf(wrong.getMessage()));
            surroundings.err().println("usage: " + command.getHelp().synopsis(0).stripTrailing());
            surroundings.err().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitStatus.USAGE.code();
        });
        return line;
    }
}
