package net.saltban.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
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
        end(out.checkError() && status == 0 ? ExitStatus.IO.number() : status);
    }

    /**
     * Ends the process with a status. {@link System#exit} first looks for a logger that wants to know (from Java 21 on), and
     * that is a tenth of a short command; to return from main is the same as a status of 0, if no thread is left to wait for.
     */
    private static void end(int status) {
        if (status != 0 || isAnotherThreadLeft()) {
            System.exit(status);
        }
    }

    private static boolean isAnotherThreadLeft() {
        Thread[] threads = new Thread[Thread.activeCount() + 1];
        int count = Thread.enumerate(threads); // those of this group and below; the JDK's own are elsewhere
        for (int i = 0; i < count; i++) {
            if (threads[i] != Thread.currentThread() && !threads[i].isDaemon()) {
                return true;
            }
        }
        return count == threads.length; // there may be more
    }

    private static Surroundings surroundings(PrintStream out, PrintStream err) {
        return new Surroundings(
                System.in,
                out,
                err,
                Boolean.getBoolean("saltban.terminal"),
                Integer.getInteger("saltban.columns", COLUMNS),
                InstantSource.system(),
                LocalZone.ofThisMachine(),
                new LogFinder(Path.of("/var/log"), new JournalSearch(LogName.JOURNAL)));
    }

    /** The exit status of one command line. */
    static int run(List<String> args, Surroundings surroundings) {
        if (args.isEmpty() || List.of("--help", "-h", "help").contains(args.get(0))) {
            (args.isEmpty() ? surroundings.err() : surroundings.out()).print(HELP);
            return (args.isEmpty() ? ExitStatus.USAGE : ExitStatus.OK).number();
        }
        String name = args.get(0);
        try {
            return run(name, args.subList(1, args.size()), surroundings);
        } catch (UsageException e) {
            PrintStream err = surroundings.err();
            err.println("saltban-agent: " + name + ": " + UntrustedText.show(String.valueOf(e.getMessage()), 200));
            err.println("usage: " + synopsis(name));
            err.println("saltban-agent " + name + " --help says more");
            return ExitStatus.USAGE.number();
        } catch (ProblemsException e) {
            e.problems().forEach(problem -> surroundings.err().println("saltban-agent: " + problem));
            return ExitStatus.CONFIGURATION.number();
        } catch (OutboxDamagedException | LogRefusedException e) {
            surroundings.err().println("saltban-agent: " + Failures.words(e));
            return ExitStatus.DATA.number();
        } catch (IOException e) {
            surroundings.err().println("saltban-agent: " + Failures.words(e));
            return Failures.status(e).number();
        }
    }

    private static int run(String name, List<String> args, Surroundings surroundings)
            throws UsageException, ProblemsException, IOException {
        return switch (name) {
            case "explain" -> ExplainCommand.run(args, surroundings).number();
            case "scan" -> ScanCommand.run(args, surroundings).number();
            case "findings" -> FindingsCommand.run(args, surroundings).number();
            case "follow" -> FollowCommand.run(args, surroundings).number();
            case "doctor" -> DoctorCommand.run(args, surroundings).number();
            case "apply" -> EnforceDispatch.run(EnforceCommands::apply, true, args, surroundings);
            case "status" -> EnforceDispatch.run(EnforceCommands::status, false, args, surroundings);
            case "off" -> EnforceDispatch.run(EnforceCommands::off, false, args, surroundings);
            case "on" -> EnforceDispatch.run(EnforceCommands::on, false, args, surroundings);
            case "release" -> EnforceDispatch.run(EnforceCommands::release, false, args, surroundings);
            case "is-banned" -> EnforceDispatch.run(EnforceCommands::isBanned, false, args, surroundings);
            case "train" -> Training.run(args, surroundings).number();
            case "version", "--version" -> {
                surroundings.out().println("saltban-agent " + AgentVersion.text());
                yield ExitStatus.OK.number();
            }
            default -> {
                surroundings
                        .err()
                        .println("saltban-agent: there is no command \"" + UntrustedText.show(name, 40)
                                + "\"; see saltban-agent --help");
                yield ExitStatus.USAGE.number();
            }
        };
    }

    private static String synopsis(String name) {
        return switch (name) {
            case "explain" -> ExplainCommand.SYNOPSIS;
            case "scan" -> ScanCommand.SYNOPSIS;
            case "findings" -> FindingsCommand.SYNOPSIS;
            case "follow" -> FollowCommand.SYNOPSIS;
            case "doctor" -> DoctorCommand.SYNOPSIS;
            default -> "saltban-agent " + name + " [--config FILE] [--state-dir DIR] ...";
        };
    }
}
