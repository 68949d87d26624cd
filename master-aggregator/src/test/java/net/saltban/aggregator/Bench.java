package net.saltban.aggregator;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

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
            throw new java.io.UncheckedIOException(e);
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
