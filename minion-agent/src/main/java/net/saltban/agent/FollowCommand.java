package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import net.saltban.problem.ProblemsException;

/** {@code saltban-agent follow}: reads the logs on into the outbox as they are written. */
final class FollowCommand {
    static final String SYNOPSIS = "saltban-agent follow [--config FILE] [--state-dir DIR]";

    private static final String HELP = "usage: " + SYNOPSIS + """


            Reads the logs as 'findings' does, then waits for more and reads on, so that findings are in the outbox a moment
            after the line is written. Says so by one line of JSON for each commit, and one without findings when all is read
            that was there at the start:

              {"v":1,"epoch":"00c0ffee00c0ffee","to":17,"findings":3,"gaps":0}

            Ends when standard input ends (/dev/null does not count) or by SIGTERM, with everything kept. While it runs,
            'findings' prints what it has kept. The configuration is read at the start.

              --config FILE      configuration instead of /etc/saltban/agent.yaml
              --state-dir DIR    state instead of /var/lib/saltban-agent
            """;

    private FollowCommand() {}

    static ExitStatus run(List<String> args, Surroundings surroundings)
            throws UsageException, ProblemsException, IOException {
        CommandOptions line = CommandOptions.parse(CommandOptions.options(), args);
        if (line.has("help")) {
            surroundings.out().print(HELP);
            return ExitStatus.OK;
        }
        line.refuseArguments();
        AgentConfiguration configuration = line.configuration();
        Path folder = configuration.outboxFolder();
        if (Owner.isOfAnotherThanRoot(folder)) {
            surroundings.err().println(Owner.refusal(folder, "follow"));
            return ExitStatus.PERMISSION;
        }
        AgentRun run = new AgentRun(
                configuration, surroundings.logs(), surroundings.clock(), surroundings.zone(), AgentRun.BATCH_BYTES);
        boolean isNowhere = surroundings.in() == System.in && isNullDevice();
        return Follow.run(run, surroundings, folder, !isNowhere);
    }

    /** As a service has it for standard input, and whoever starts a command in the background: it always ends at once. */
    private static boolean isNullDevice() throws IOException {
        Path in = Path.of("/proc/self/fd/0");
        return !Files.exists(in) || Files.isSameFile(in, Path.of("/dev/null"));
    }
}
