package net.saltban.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

import net.saltban.enforce.EnforceCommands;
import net.saltban.journal.JournalSearch;
import net.saltban.outbox.OutboxDamagedException;
import net.saltban.problem.ProblemsException;
import net.saltban.source.LogFinder;
import net.saltban.source.LogName;
import net.saltban.source.LogRefusedException;
import net.saltban.text.UntrustedText;

/** The program {@code saltban-agent}: hands each command to its class, and is the only one to end the process. */
public final class AgentMain {
    private static final String HELP = """
            saltban-agent: reads this server's own SSH log and enforces the fleet's ban list.

              scan [FILE...]        what is in the log, by source address; keeps no state
              explain FILE...       what each line of a log means
              findings              read on, and print one page of the outbox
              follow                read on as the log is written, and say so
              status                list held, what is in force, health of the logs
              is-banned ADDRESS     whether this machine refuses an address, and why
              apply                 take a delta from standard input and put it into force
              off [REASON], on      suspend and resume enforcement on this machine
              release ADDRESS       let one address in on this machine, whatever the list says
              doctor                look for what is wrong, and name the fix
              version               print the version

            Each command has --help. Documentation: docs/ in the source, or the README.
            """;

    private static final int COLUMNS = 80;

    private AgentMain() {}

    /** Runs one command. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int status;
        try {
            status = run(Arrays.asList(args), surroundings(out, err));
        } catch (RuntimeException | Error e) { // the last line of defence: say that it is our fault, and which
            err.println("saltban-agent: a defect of ours; please report it with what follows");
            e.printStackTrace(err);
            status = ExitStatus.DEFECT.number();
        }
        out.flush();
        System.exit(out.checkError() && status == 0 ? ExitStatus.IO.number() : status);
    }

    private static Surroundings surroundings(PrintStream out, PrintStream err) {
        return new Surroundings(
                System.in,
                out,
                err,
                Boolean.getBoolean("saltban.terminal"),
                Integer.getInteger("saltban.columns", COLUMNS),
                InstantSource.system(),
                ZoneId.systemDefault(),
                new LogFinder(Path.of("/var/log"), new JournalSearch(LogName.JOURNAL)));
    }

    /** The exit status of one command line. */
    static int run(List<String> args, Surroundings surroundings) {
        if (args.isEmpty() || List.of("--help", "-h", "help").contains(args.get(0))) {
            (args.isEmpty() ? surroundings.err() : surroundings.out()).print(HELP);
            return (args.isEmpty() ? ExitStatus.USAGE : ExitStatus.OK).number();
        }
        List<String> rest = args.subList(1, args.size());
        return switch (args.get(0)) {
            case "explain" ->
                ExplainCommand.run(
                        rest, surroundings.in(), surroundings.out(), surroundings.err(), surroundings.isTerminal());
            case "scan" ->
                guarded("scan", ScanCommand.SYNOPSIS, surroundings, () -> ScanCommand.run(rest, surroundings));
            case "findings" ->
                guarded(
                        "findings",
                        FindingsCommand.SYNOPSIS,
                        surroundings,
                        () -> FindingsCommand.run(rest, surroundings));
            case "follow" ->
                guarded("follow", FollowCommand.SYNOPSIS, surroundings, () -> FollowCommand.run(rest, surroundings));
            case "doctor" ->
                guarded("doctor", DoctorCommand.SYNOPSIS, surroundings, () -> DoctorCommand.run(rest, surroundings));
            case "apply" -> enforce("apply", EnforceCommands::apply, rest, surroundings);
            case "status" -> enforce("status", EnforceCommands::status, rest, surroundings);
            case "off" -> enforce("off", EnforceCommands::off, rest, surroundings);
            case "on" -> enforce("on", EnforceCommands::on, rest, surroundings);
            case "release" -> enforce("release", EnforceCommands::release, rest, surroundings);
            case "is-banned" -> enforce("is-banned", EnforceCommands::isBanned, rest, surroundings);
            case "train" ->
                guarded("train", "saltban-agent make-archive", surroundings, () -> Training.run(surroundings));
            case "version", "--version" -> {
                surroundings.out().println("saltban-agent " + AgentVersion.text());
                yield ExitStatus.OK.number();
            }
            default -> {
                surroundings
                        .err()
                        .println("saltban-agent: there is no command \"" + UntrustedText.show(args.get(0), 40)
                                + "\"; see saltban-agent --help");
                yield ExitStatus.USAGE.number();
            }
        };
    }

    private static int enforce(
            String name, EnforceDispatch.Command command, List<String> args, Surroundings surroundings) {
        String synopsis = "saltban-agent " + name + " [--config FILE] [--state-dir DIR] ...";
        return numbered(
                name,
                synopsis,
                surroundings,
                () -> EnforceDispatch.run(command, name.equals("apply"), args, surroundings));
    }

    /** A command that leaves what stops it to be told here. */
    private interface Command<T> {
        T run() throws UsageException, ProblemsException, IOException;
    }

    private static int guarded(String name, String synopsis, Surroundings surroundings, Command<ExitStatus> command) {
        return numbered(name, synopsis, surroundings, () -> command.run().number());
    }

    private static int numbered(String name, String synopsis, Surroundings surroundings, Command<Integer> command) {
        PrintStream err = surroundings.err();
        try {
            return command.run();
        } catch (UsageException e) {
            err.println("saltban-agent: " + name + ": " + UntrustedText.show(String.valueOf(e.getMessage()), 200));
            err.println("usage: " + synopsis);
            err.println("saltban-agent " + name + " --help says more");
            return ExitStatus.USAGE.number();
        } catch (ProblemsException e) {
            e.problems().forEach(problem -> err.println("saltban-agent: " + problem));
            return ExitStatus.CONFIGURATION.number();
        } catch (OutboxDamagedException | LogRefusedException e) {
            err.println("saltban-agent: " + Failures.words(e));
            return ExitStatus.DATA.number();
        } catch (IOException e) {
            err.println("saltban-agent: " + Failures.words(e));
            return Failures.status(e).number();
        }
    }
}
