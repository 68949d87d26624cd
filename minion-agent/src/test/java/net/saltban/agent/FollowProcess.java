package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import net.saltban.finding.Finding;
import net.saltban.finding.Gap;
import net.saltban.outbox.OutboxPage;
import net.saltban.outbox.OutboxReader;

/** A real {@code saltban-agent follow} in a process of its own, its log and its outbox. */
final class FollowProcess implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final Process process;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private FollowProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        collect(process.inputReader(), told);
        collect(
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)),
                complaints);
    }

    /** Starts one on {@code agent.yaml} and {@code state} of a folder. */
    static FollowProcess start(Path folder, String... javaOptions) throws IOException {
        return startBy(folder, List.of(), javaOptions);
    }

    /** Starts one by another command, which gets the command line as its arguments. */
    static FollowProcess startBy(Path folder, List<String> starter, String... javaOptions) throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.addAll(command(folder, "follow", javaOptions));
        return new FollowProcess(folder, new ProcessBuilder(command).start());
    }

    /** The command line of a command of the program. */
    static List<String> command(Path folder, String command, String... javaOptions) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        words.addAll(List.of(javaOptions));
        words.add("-cp");
        words.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")));
        words.addAll(List.of(AgentMain.class.getName(), command));
        words.addAll(List.of("--config", folder.resolve("agent.yaml").toString()));
        words.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        return words;
    }

    private static void collect(BufferedReader in, List<String> lines) {
        Thread reader = new Thread(() -> {
            try {
                in.lines().forEach(lines::add);
            } catch (UncheckedIOException e) {
                lines.add(e.toString()); // it was killed
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    Process process() {
        return process;
    }

    /** Lines of its standard output so far. */
    List<String> told() {
        return told;
    }

    List<String> complaints() {
        return complaints;
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds() && process.isAlive() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }

    /** Waits until it has read what was there at its start. */
    FollowProcess ready() throws IOException, InterruptedException {
        await(() -> told.stream().anyMatch(FollowProcess::isReady));
        assertThat(told).as("said: %s", complaints).anyMatch(FollowProcess::isReady);
        return this;
    }

    private static boolean isReady(String line) {
        return line.endsWith(",\"findings\":0,\"gaps\":0}");
    }

    /** Waits until it has complained so often. */
    void awaitComplaints(int count) throws IOException, InterruptedException {
        await(() -> complaints.size() >= count);
        assertThat(complaints).hasSizeGreaterThanOrEqualTo(count);
    }

    /** Waits until so many attempts are in the outbox, and sees that there are no more. */
    void awaitAttempts(long count) throws IOException, InterruptedException {
        await(() -> attempts(folder) >= count);
        assertThat(attempts(folder)).as("attempts; said: %s", complaints).isEqualTo(count);
    }

    /** Waits until so many findings were told. */
    void awaitTold(int findings) throws IOException, InterruptedException {
        await(() -> findingsTold() >= findings);
        assertThat(findingsTold()).isEqualTo(findings);
    }

    private int findingsTold() {
        int sum = 0;
        for (String line : told) {
            int from = line.indexOf("\"findings\":") + "\"findings\":".length();
            sum += Integer.parseInt(line.substring(from, line.indexOf(',', from)));
        }
        return sum;
    }

    /** Ends its standard input, and waits for its status. */
    int end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor();
    }

    static long attempts(Path folder) throws IOException {
        return page(folder).stream()
                .flatMap(page -> page.findings().stream())
                .mapToLong(Finding::failures)
                .sum();
    }

    static List<String> gaps(Path folder) throws IOException {
        return page(folder).stream()
                .flatMap(page -> page.gaps().stream())
                .map(Gap::what)
                .toList();
    }

    private static Optional<OutboxPage> page(Path folder) throws IOException {
        Path outbox = folder.resolve("state/outbox");
        return Files.isDirectory(outbox)
                ? new OutboxReader(outbox).page(Optional.empty(), Integer.MAX_VALUE, Long.MAX_VALUE)
                : Optional.empty();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
