package net.saltban.aggregator;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;

import net.saltban.problem.Problem;
import net.saltban.problem.ProblemsException;
import net.saltban.saltapi.NetApi;
import net.saltban.saltapi.Pause;
import net.saltban.saltapi.SaltApiException;
import picocli.CommandLine;

/** Starts {@code saltban}. */
public final class AggregatorMain {
    private AggregatorMain() {}

    /** Runs the command and ends the process with its {@link ExitStatus}. */
    public static void main(String[] arguments) {
        System.exit(run(realSurroundings(), CycleStep.Listener.none(), arguments));
    }

    /** The process's own streams, environment and clock, and salt-api over the network. */
    static Surroundings realSurroundings() {
        return new Surroundings(
                writer(System.out),
                writer(System.err),
                System.getenv(),
                System.getProperty("user.name", "unknown"),
                InstantSource.system(),
                Pause.real(),
                NetApi::open);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    static int run(Surroundings surroundings, CycleStep.Listener listener, String... arguments) {
        CommandLine line = Commands.of(surroundings, listener);
        int status = line.execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return status;
    }

    /** Says what went wrong and chooses the status. */
    static int fail(Surroundings surroundings, Exception cause) {
        if (cause instanceof Failure failure) {
            surroundings.complain(String.valueOf(failure.getMessage()));
            return failure.status().code();
        }
        if (cause instanceof SaltApiException fault) {
            return fail(surroundings, Failure.of(fault));
        }
        if (cause instanceof ProblemsException problems) {
            for (Problem problem : problems.problems()) {
                surroundings.complain(problem.toString());
            }
            return ExitStatus.CONFIGURATION.code();
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            surroundings.complain("interrupted; the next run goes on where this one stopped");
            return ExitStatus.PARTIAL.code();
        }
        if (cause instanceof AccessDeniedException denied) {
            surroundings.complain(denied.getFile() + ": this user may not use it; run saltban as the user saltban");
            return ExitStatus.PERMISSION.code();
        }
        if (cause instanceof NoSuchFileException missing) {
            surroundings.complain(missing.getFile() + ": there is no such file");
            return ExitStatus.NO_INPUT.code();
        }
        if (cause instanceof IOException io) {
            surroundings.complain(String.valueOf(io.getMessage()));
            return ExitStatus.IO.code();
        }
        surroundings.complain("this is a defect of saltban, please report it: "
                + cause.getClass().getName() + ": " + cause.getMessage());
        cause.printStackTrace(surroundings.err());
        return ExitStatus.DEFECT.code();
    }
}
