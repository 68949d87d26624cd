package net.saltban.enforce;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.banfile.Delta;
import net.saltban.banfile.DeltaJson;
import net.saltban.guard.Gateways;
import net.saltban.guard.ListedPrefixes;
import net.saltban.guard.Masters;
import net.saltban.guard.OwnAddresses;
import net.saltban.guard.ProtectionSource;
import net.saltban.guard.Resolvers;
import net.saltban.guard.SshSessions;
import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * The commands of the agent that have to do with enforcement. Each reads its arguments, calls one object, prints one document or
 * a few lines, and returns the exit status of docs/ref/exit-statuses.md.
 */
public final class EnforceCommands {
    private static final Path PROC = Path.of("/proc");

    private final EnforceSettings settings;
    private final Health health;
    private final Enforcer enforcer;
    private final EnforceLock lock;

    /** The commands on this machine. */
    public EnforceCommands(EnforceSettings settings, Health health) {
        this(
                settings,
                health,
                new Enforcer(
                        settings, new SystemBackends(settings), machine(settings), InstantSource.system(), step -> {}));
    }

    EnforceCommands(EnforceSettings settings, Health health, Enforcer enforcer) {
        this.settings = settings;
        this.health = health;
        this.enforcer = enforcer;
        this.lock = new EnforceLock(new StateFolder(settings.folder()));
    }

    /** What this machine knows it must not refuse. */
    static List<ProtectionSource> machine(EnforceSettings settings) {
        return List.of(
                new ListedPrefixes(settings.protect(), "protected on this machine (enforce.protect)"),
                new OwnAddresses(),
                new Masters(settings.masters(), PROC),
                new Gateways(PROC),
                new Resolvers(Path.of("/etc/resolv.conf")),
                new SshSessions(PROC, Path.of("/etc/passwd")));
    }

    /** {@code apply [--force] [--test]}: the delta document from standard input, the apply document to standard output. */
    public int apply(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        Arguments arguments = new Arguments(args, List.of("--force", "--test"));
        if (arguments.isHelp() || arguments.isWrong(0, 0)) {
            return arguments.explain(Help.APPLY, out, err);
        }
        boolean test = arguments.has("--test");
        Delta delta;
        try {
            delta = DeltaJson.parse(in);
        } catch (IOException e) {
            return answer(
                    new ApplyOutcome.Refused("standard input is no delta document: " + firstLine(Cause.text(e))),
                    test,
                    out);
        }
        try {
            if (test) {
                return answer(enforcer.apply(delta, arguments.has("--force"), true), true, out);
            }
            return lock.whileHeld(
                    () -> answer(enforcer.apply(delta, arguments.has("--force"), false), false, out), () -> {
                        answer(new ApplyOutcome.Failed(EnforceLock.BUSY), false, out);
                        return Exit.TRY_AGAIN.number();
                    });
        } catch (IOException e) {
            return answer(new ApplyOutcome.Failed(Cause.text(e)), test, out);
        }
    }

    private int answer(ApplyOutcome outcome, boolean test, PrintStream out) {
        Optional<Status> status;
        try {
            status = Optional.of(enforcer.status().read());
        } catch (IOException e) {
            status = Optional.empty(); // whatever hinders reading is the failure that is being told
        }
        return answer(outcome, status, test, out);
    }

    private int answer(Enforcer.Report report, boolean test, PrintStream out) {
        return answer(report.outcome(), Optional.of(report.status()), test, out);
    }

    private int answer(ApplyOutcome outcome, Optional<Status> status, boolean test, PrintStream out) {
        try {
            new EnforceJson(settings, health).writeApply(outcome, test, status, out);
        } catch (IOException e) {
            return Exit.IO.number(); // nobody reads us; Main sees the stream's error as well
        }
        Exit exit = outcome.match(
                applied -> Exit.OK,
                unchanged -> Exit.OK,
                needsFiles -> Exit.TRY_AGAIN,
                refused -> Exit.DATA,
                failed -> Exit.IO);
        return exit.number();
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return UntrustedText.show(end < 0 ? text : text.substring(0, end), InputLimits.TEXT_CHARS_MAX);
    }

    /** {@code status [--json]}. */
    public int status(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        Arguments arguments = new Arguments(args, List.of("--json"));
        if (arguments.isHelp() || arguments.isWrong(0, 0)) {
            return arguments.explain(Help.STATUS, out, err);
        }
        return attempt(err, () -> {
            Status status = enforcer.status().read();
            if (arguments.has("--json")) {
                new EnforceJson(settings, health).writeStatus(status, out);
            } else {
                new StatusText(settings, health, out).print(status);
            }
            return Exit.OK.number();
        });
    }

    /** {@code off [REASON]}: refuses nothing on this machine until {@code on}, whatever is pushed. */
    public int off(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        Arguments arguments = new Arguments(args, List.of());
        if (arguments.isHelp() || arguments.isWrong(0, Integer.MAX_VALUE)) {
            return arguments.explain(Help.OFF, out, err);
        }
        return change(err, () -> {
            enforcer.switchOff(String.join(" ", arguments.words()));
            out.println(
                    "Enforcement is off on this machine: nothing is refused, whatever is pushed, until 'saltban-agent on'.");
        });
    }

    /** {@code on}: ends {@code off}. */
    public int on(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        Arguments arguments = new Arguments(args, List.of());
        if (arguments.isHelp() || arguments.isWrong(0, 0)) {
            return arguments.explain(Help.ON, out, err);
        }
        return change(err, () -> {
            enforcer.switchOn();
            out.println("Enforcement is on: prefixes in force: "
                    + enforcer.status().read().expectedEntries() + ".");
        });
    }

    /** {@code release ADDRESS [--end]}: lets an address in on this machine, whatever the list says. */
    public int release(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        Arguments arguments = new Arguments(args, List.of("--end"));
        Optional<IpAddress> address = arguments.firstAddress();
        if (arguments.isHelp() || arguments.isWrong(1, 1) || address.isEmpty()) {
            return arguments.explain(Help.RELEASE, out, err);
        }
        boolean end = arguments.has("--end");
        return change(err, () -> {
            if (end) {
                enforcer.endRelease(address.get());
                out.println(address.get() + " is let in no longer than the list says.");
            } else {
                enforcer.release(address.get());
                out.println(
                        address.get() + " is let in on this machine, whatever is pushed, until 'saltban-agent release "
                                + address.get() + " --end'.");
            }
        });
    }

    /** {@code is-banned ADDRESS}: one JSON document. */
    public int isBanned(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        Arguments arguments = new Arguments(args, List.of());
        Optional<IpAddress> address = arguments.firstAddress();
        if (arguments.isHelp() || arguments.isWrong(1, 1) || address.isEmpty()) {
            return arguments.explain(Help.IS_BANNED, out, err);
        }
        return attempt(err, () -> {
            EnforceJson.writeAnswer(address.get(), enforcer.status().ask(address.get()), out);
            return Exit.OK.number();
        });
    }

    private interface Change {
        void make() throws IOException;
    }

    private int change(PrintStream err, Change change) {
        return attempt(
                err,
                () -> lock.whileHeld(
                        () -> {
                            change.make();
                            return Exit.OK.number();
                        },
                        () -> {
                            err.println("saltban-agent: " + EnforceLock.BUSY);
                            return Exit.TRY_AGAIN.number();
                        }));
    }

    private static int attempt(PrintStream err, EnforceLock.Work work) {
        try {
            return work.run();
        } catch (IOException e) {
            err.println("saltban-agent: " + Cause.text(e));
            return (Cause.isPermission(e) ? Exit.PERMISSION : Exit.IO).number();
        }
    }
}
