package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of a test; it ends with the processes that were started in it. */
final class Namespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long SECONDS_MAX = 120;

    private final String name = "saltban-it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final List<Process> started = new ArrayList<>();

    Namespace() throws IOException {
        require(List.of("ip", "netns", "add", name));
        require(List.of("ip", "-n", name, "link", "set", "lo", "up"));
    }

    /** What a program printed, and how it ended. */
    record Result(int status, String output, String error) {}

    /** Connects two namespaces by a cable; addresses with their lengths. */
    static void connect(Namespace left, List<String> leftAddresses, Namespace right, List<String> rightAddresses)
            throws IOException {
        String[] veth = {
            "ip", "link", "add", "cable", "netns", left.name, "type", "veth", "peer", "cable", "netns", right.name
        };
        require(List.of(veth));
        left.configure(leftAddresses);
        right.configure(rightAddresses);
    }

    private void configure(List<String> addresses) throws IOException {
        for (String address : addresses) {
            List<String> add = new ArrayList<>(List.of("ip", "-n", name, "address", "add", address, "dev", "cable"));
            if (address.contains(":")) {
                add.add("nodad");
            }
            require(add);
        }
        require(List.of("ip", "-n", name, "link", "set", "cable", "up"));
    }

    /** The command line that starts a program in here. */
    List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(command);
        return all;
    }

    /** Runs a program in here to its end. */
    Result run(byte[] input, List<String> command) throws IOException {
        return finish(new ProcessBuilder(inside(command)).start(), input);
    }

    /** As {@link #run}, with nothing to read; it must succeed. */
    String sh(String... command) throws IOException {
        Result result = run(new byte[0], List.of(command));
        assertThat(result.status())
                .as(String.join(" ", command) + ": " + result.error())
                .isZero();
        return result.output();
    }

    /** Starts a program in here that runs until the namespace is closed. */
    Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(inside(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    /** The command line of a main class of the tests. */
    static List<String> java(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx96m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    private static void require(List<String> command) throws IOException {
        Result result = finish(new ProcessBuilder(command).start(), new byte[0]);
        assertThat(result.status())
                .as(String.join(" ", command) + ": " + result.error())
                .isZero();
    }

    private static Result finish(Process process, byte[] input) throws IOException {
        Thread writer = new Thread(() -> write(process, input), "input");
        writer.start();
        StringBuilder error = new StringBuilder();
        Thread reader = new Thread(() -> read(process, error), "error");
        reader.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS))
                    .as("ends in time")
                    .isTrue();
            writer.join();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), output, error.toString());
    }

    private static void read(Process process, StringBuilder into) {
        try {
            into.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            into.append(e);
        }
    }

    private static void write(Process process, byte[] input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input);
        } catch (IOException e) {
            assertThat(process.toHandle().isAlive()).as("read its input: " + e).isFalse();
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : started) {
            process.destroy();
        }
        for (Process process : started) {
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        require(List.of("ip", "netns", "del", name));
    }
}
