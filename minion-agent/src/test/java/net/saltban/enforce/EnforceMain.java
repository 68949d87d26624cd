package net.saltban.enforce;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The commands in a process of their own, for tests that need one in another network namespace, or one that is killed. System
 * properties: {@code saltban.folder}; {@code saltban.backend}, {@code saltban.mode}, {@code saltban.ports}; {@code saltban.fail2ban}, options of fail2ban-client that name its server;
 * {@code saltban.halt}, the step behind which the process ends as by kill -9.
 */
public final class EnforceMain {
    static final int HALTED = 137;

    private EnforceMain() {}

    /** Runs one command. */
    public static void main(String[] args) {
        EnforceSettings settings = new EnforceSettings(
                Path.of(System.getProperty("saltban.folder", "")),
                BackendName.valueOf(System.getProperty("saltban.backend", "NFTABLES")),
                Mode.valueOf(System.getProperty("saltban.mode", "ENFORCE")),
                ports(System.getProperty("saltban.ports", "")),
                "saltban",
                List.of(),
                1_000_000,
                Optional.empty(),
                List.of(),
                "test");
        String halt = System.getProperty("saltban.halt", "");
        Enforcer enforcer = new Enforcer(
                settings,
                new SystemBackends(settings, words(System.getProperty("saltban.fail2ban", ""))),
                EnforceCommands.machine(settings),
                InstantSource.system(),
                step -> haltAt(step, halt));
        EnforceCommands commands = new EnforceCommands(settings, Health.none(), enforcer);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        int status = switch (args[0]) {
            case "apply" -> commands.apply(rest, System.in, out, System.err);
            case "status" -> commands.status(rest, System.in, out, System.err);
            case "off" -> commands.off(rest, System.in, out, System.err);
            case "on" -> commands.on(rest, System.in, out, System.err);
            case "release" -> commands.release(rest, System.in, out, System.err);
            case "is-banned" -> commands.isBanned(rest, System.in, out, System.err);
            default -> throw new IllegalArgumentException(args[0]);
        };
        System.exit(status);
    }

    private static void haltAt(Step step, String halt) {
        if (step.name().equals(halt)) {
            Runtime.getRuntime().halt(HALTED);
        }
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static List<Integer> ports(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }
}
