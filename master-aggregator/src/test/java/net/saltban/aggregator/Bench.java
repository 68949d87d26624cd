package net.saltban.aggregator;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import net.saltban.fleet.FakeFleet;

/** One installation with a fleet in memory, worked by its command line, at a time that stands still unless told. */
final class Bench {
    private final Path stateDir;
    private final Path config;
    private final FakeFleet fleet;
    private final Map<String, String> environment = new HashMap<>(Map.of("SUDO_USER", "alice"));
    private Instant now = Instant.parse("2026-01-05T03:05:00Z");
    private CycleStep.Listener listener = CycleStep.Listener.none();

    /** What a command did. */
    record Result(int status, String out, String err) {}

    Bench(Path folder) throws IOException {
        stateDir = Files.createDirectory(
                folder.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        Path password = Files.writeString(folder.resolve("password"), "sesame\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        config = folder.resolve("saltban.yaml");
        configure("");
        fleet = new FakeFleet(() -> now, stateDir.resolve("snapshots"));
    }

    /** Writes a configuration: the place of the password, and these lines. */
    void configure(String lines) throws IOException {
        Files.writeString(config, "salt-api: {password-file: " + config.resolveSibling("password") + "}\n" + lines);
    }

    /** As {@link #configure}, for tests that do not expect the disk to fail. */
    void configureOrFail(String lines) {
        try {
            configure(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeFleet fleet() {
        return fleet;
    }

    Path stateDir() {
        return stateDir;
    }

    Path config() {
        return config;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Hears the steps of each cycle from now on. */
    void listen(CycleStep.Listener other) {
        listener = other;
    }

    void setEnvironment(String name, String value) {
        environment.put(name, value);
    }

    /** Three minions, some of whom were attacked, and a fleet that enforces the three bans that follow from it. */
    void enforceThreeBans() throws IOException {
        configure("allowlist:\n  - 198.51.100.0/24  # office\n");
        addThreeMinions();
        fleet.minion("web1").failures("203.0.113.7", now.minusSeconds(90), 4, "root");
        fleet.minion("web1").failures("203.0.113.7", now, 5, "root");
        fleet.minion("web1").textFailures("203.0.113.8", now, 6, "admin");
        fleet.minion("web2").failures("2001:db8:66::1", now, 6, "oracle");
        fleet.minion("web2").failures("2001:db8:66::2", now, 6, "oracle");
        fleet.minion("web2").failures("203.0.113.50", now, 2, "bob");
        fleet.minion("web3").failures("198.51.100.7", now, 20, "root");
        run("collect");
        run("mode", "enforce", "--bans", "3");
    }

    /** {@code web1} to {@code web3}, each connected from an address of its own. */
    void addThreeMinions() {
        for (int i = 1; i <= 3; i++) {
            fleet.add("web" + i).setAddress("192.0.2." + i);
        }
    }

    /** Leaves observe with an empty list. */
    void enforceNothing() {
        run("collect");
        Result mode = run("mode", "enforce", "--bans", "0");
        if (mode.status() != 0) {
            throw new AssertionError(mode.toString());
        }
    }

    /** The lines of the ban file below its head. */
    List<String> body() {
        try (Stream<String> lines = Files.lines(stateDir.resolve("auto-ban.data"))) {
            return lines.filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment,
                "root",
                () -> now,
                pause -> now = now.plus(pause),
                (settings, password) -> fleet);
        String[] arguments = new String[words.length + 4];
        arguments[0] = words[0];
        arguments[1] = "--config";
        arguments[2] = config.toString();
        arguments[3] = "--state-dir";
        arguments[4] = stateDir.toString();
        System.arraycopy(words, 1, arguments, 5, words.length - 1);
        int status = AggregatorMain.run(surroundings, listener, arguments);
        return new Result(status, shown(out), shown(err));
    }

    /** Without what differs from run to run. */
    private String shown(StringWriter text) {
        return text.toString().replace(stateDir.toString(), "STATE").replace(config.toString(), "CONFIG");
    }
}
