package net.saltban.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.saltban.enforce.Requirements;

/** A journald of a test's own: it sees a folder of the test's as {@code /run}, and touches nothing else of the machine. */
public final class Journald implements AutoCloseable {
    private static final String PROGRAM = "/lib/systemd/systemd-journald";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SETTINGS = """
            [Journal]
            Storage=volatile
            ReadKMsg=no
            Audit=no
            RateLimitBurst=0
            ForwardToSyslog=no
            ForwardToWall=no
            """;

    private final Path folder;
    private Process process;
    private int marks;

    private Journald(Path folder) throws IOException {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // a user writes, too
        Files.createDirectories(folder.resolve("run/systemd/journal"));
        Files.createDirectories(folder.resolve("run/log/journal"));
        Files.writeString(folder.resolve("journald.conf"), SETTINGS);
        Files.writeString(folder.resolve("machine-id"), "5a17ba2d".repeat(4) + "\n");
        Files.copy(Path.of("/usr/bin/logger"), folder.resolve("sshd"));
        this.process = launch();
    }

    /** Starts one in an empty folder; skips the test where that is not possible. */
    public static Journald start(Path folder) throws IOException {
        Requirements.rootAnd("unshare", "journalctl", "logger", "setpriv", "mount");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of(PROGRAM)) || "true".equals(System.getenv("CI")),
                "skipped: needs " + PROGRAM);
        return new Journald(folder);
    }

    private Process launch() throws IOException {
        Files.deleteIfExists(folder.resolve("run/systemd/journal/dev-log"));
        String script = "mount --bind \"$0/run\" /run && mount --bind \"$0/journald.conf\" /etc/systemd/journald.conf"
                + " && mount --bind \"$0/machine-id\" /etc/machine-id && exec " + PROGRAM;
        Process started = new ProcessBuilder(
                        "unshare", "-m", "--propagation", "private", "sh", "-ec", script, folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("journald.out").toFile())
                .start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(folder.resolve("run/systemd/journal/dev-log"))) {
            assertThat(started.isAlive() && System.nanoTime() < end)
                    .as("journald comes up: %s", Files.readString(folder.resolve("journald.out")))
                    .isTrue();
            Thread.onSpinWait();
        }
        return started;
    }

    /** Where the journal files lie. */
    public Path journal() {
        return folder.resolve("run/log/journal");
    }

    /** Messages by a process of root's whose executable is called sshd, and which still runs when journald looks at it. */
    public void sshd(String... messages) throws Exception {
        List<String> command =
                List.of(folder.resolve("sshd").toString(), "-i", "-t", "sshd", "-p", "auth.info", "-u", socket());
        Process sshd = new ProcessBuilder(command).start();
        try (OutputStream in = sshd.getOutputStream()) {
            for (String message : messages) {
                in.write((message + "\n").getBytes(StandardCharsets.UTF_8));
            }
            in.flush();
            await();
        }
        assertThat(sshd.waitFor()).isZero();
    }

    /** A message by a local user, under the name of sshd. */
    public void user(String message) throws Exception {
        run(
                "setpriv",
                "--reuid=60001",
                "--regid=60001",
                "--clear-groups",
                "logger",
                "--socket-errors=on",
                "-t",
                "sshd",
                "-u",
                socket(),
                message);
        await();
    }

    private String socket() {
        return folder.resolve("run/systemd/journal/dev-log").toString();
    }

    /** Waits until all that was sent before has been written. */
    private void await() throws Exception {
        String mark = "mark " + ++marks;
        run("logger", "-t", "mark", "-u", socket(), mark);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!run("journalctl", "--directory=" + journal(), "-o", "cat", "SYSLOG_IDENTIFIER=mark")
                .contains(mark)) {
            assertThat(System.nanoTime()).as("journald writes").isLessThan(end);
        }
    }

    /** Begins a new file. */
    void rotate() throws Exception {
        int before = files().size();
        run("kill", "-USR2", Long.toString(process.pid()));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (files().size() <= before) {
            assertThat(System.nanoTime()).as("journald rotates").isLessThan(end);
        }
    }

    /** Removes all files but the one that is written to. */
    void vacuum() throws IOException {
        for (Path file : files()) {
            if (!file.endsWith("system.journal")) {
                Files.delete(file);
            }
        }
    }

    /** Removes the whole journal, and begins another one. */
    void beginAnew() throws Exception {
        kill();
        for (Path file : files()) {
            Files.delete(file);
        }
        process = launch();
    }

    /** Kills journald as the kernel does when memory is short, and starts it again. */
    void crash() throws Exception {
        kill();
        process = launch();
    }

    private void kill() throws Exception {
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(journal(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE; // journald renamed it just now
            }
        });
        return files;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
        return output;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
    }
}
