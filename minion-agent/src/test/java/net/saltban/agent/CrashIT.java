package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import net.saltban.finding.Finding;
import net.saltban.finding.OutboxCursor;
import net.saltban.outbox.OutboxPage;
import net.saltban.outbox.OutboxReader;
import net.saltban.source.LogFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the agent again and again while its log is written to, rotated, truncated and compressed: in the end each attempt is
 * counted once, and no number was ever told with two contents. In a third of the rounds the agent is one that follows.
 * CONTRIBUTING.md says how to run a thousand rounds.
 */
final class CrashIT {
    private static final int ROUNDS = Integer.getInteger("saltban.crash.rounds", 50);
    private static final long SEED = Long.getLong("saltban.crash.seed", 20260108);
    private static final List<String> SUFFIXES = LogFolder.suffixes();
    private static final int FULL_RUN_MILLIS_MAX = 3000;

    /** Rounds of one story: its outbox is read as a whole in each of them. */
    private static final int STORY_ROUNDS = 50;

    @TempDir
    Path temporary = Path.of("/");

    private long seed;
    private Random random = new Random(0);
    private LogFolder logs = new LogFolder(temporary, CrashIT::attempt);
    private int fullRunMillis = 1500;
    private int written;
    private int runs;
    private int amidWriting;
    private int followed;

    @BeforeEach
    void begin() throws IOException {
        logs = new LogFolder(Files.createDirectory(temporary.resolve("log")), CrashIT::attempt);
        Files.writeString(temporary.resolve("agent.yaml"), "sources: [" + logs.log() + "]\n");
    }

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (int rounds = 0; rounds < ROUNDS; rounds += STORY_ROUNDS) {
            seeds.add(SEED + seeds.size());
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void each_attempt_is_counted_once(long storySeed) throws Exception {
        seed = storySeed;
        random = new Random(seed);
        append(10);
        assertThat(start().waitFor()).isZero();
        int killed = 0;
        for (int round = 0; round < Math.min(ROUNDS, STORY_ROUNDS); round++) {
            if (random.nextInt(3) == 0) {
                followingRound();
            } else {
                runs++;
                killed += round() ? 1 : 0;
            }
        }
        finish();
        assertThat(killed).as("processes killed at work, seed %d", seed).isGreaterThan(runs / 4);
        assertThat(amidWriting).as("killed between two records, seed %d", seed).isGreaterThan(runs / 10);
        assertThat(followed)
                .as("rounds in which what was followed was kept, seed %d", seed)
                .isPositive();
        assertThat(gaps()).as("gaps, seed %d", seed).isEmpty();
        assertThat(attempts()).as("attempts, seed %d", seed).isEqualTo(written);
    }

    /** Whether the process was still at work when it was killed. */
    private boolean round() throws Exception {
        change();
        List<Finding> before = findings();
        Process victim = start();
        for (int i = random.nextInt(4); i > 0; i--) {
            change();
        }
        boolean ended = random.nextBoolean() ? waitForWriting(victim) : waitForEnd(victim);
        victim.destroyForcibly().waitFor();
        List<Finding> after = findingsAfter(before);
        if (!ended && after.size() > before.size()) {
            amidWriting++;
        }
        return !ended;
    }

    /** The log changes while it is followed, and the end comes at any moment, not always with kill -9. */
    private void followingRound() throws Exception {
        change();
        List<Finding> before = findings();
        Process victim = start("follow");
        for (int i = random.nextInt(6); i > 0; i--) {
            change();
            victim.waitFor(random.nextInt(fullRunMillis / 2), TimeUnit.MILLISECONDS);
        }
        int way = random.nextInt(8);
        if (way == 0) {
            victim.getOutputStream().close();
            assertThat(victim.waitFor()).as("ended by its input").isZero();
        } else if (way == 1) {
            victim.destroy();
            victim.waitFor();
        } else {
            victim.waitFor(random.nextInt(100_000), TimeUnit.MICROSECONDS);
        }
        victim.destroyForcibly().waitFor();
        followed += findingsAfter(before).size() > before.size() ? 1 : 0;
    }

    /** What is told now; it begins with what was told before. */
    private List<Finding> findingsAfter(List<Finding> before) throws IOException {
        List<Finding> after = findings();
        assertThat(after.subList(0, before.size()))
                .as("told before, seed %d", seed)
                .isEqualTo(before);
        return after;
    }

    /** Waits until the outbox grows, and a moment longer: the narrow stretch in which most goes on. */
    private boolean waitForWriting(Process victim) throws Exception {
        long before = outboxBytes();
        while (victim.isAlive() && outboxBytes() == before) {
            if (victim.waitFor(1, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return victim.waitFor(random.nextInt(20_000), TimeUnit.MICROSECONDS);
    }

    /** Waits for some part of the time that a run takes, now and then for all of it. */
    private boolean waitForEnd(Process victim) throws Exception {
        if (random.nextInt(8) != 0) {
            return victim.waitFor(random.nextInt(fullRunMillis), TimeUnit.MILLISECONDS);
        }
        long start = System.nanoTime();
        victim.waitFor();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        fullRunMillis = (int) Math.min(FULL_RUN_MILLIS_MAX, fullRunMillis / 2 + 1 + millis);
        return true;
    }

    private long outboxBytes() throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary.resolve("state/outbox"), "*.journal")) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private void finish() throws Exception {
        append(1);
        Process last = start();
        String output = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(last.waitFor()).as(output).isZero();
    }

    private void change() throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> logs.rotateByRename(random.nextBoolean());
            case 1 -> logs.rotateByCopy();
            case 2 -> {
                List<Integer> numbers = logs.plainNumbers();
                if (!numbers.isEmpty()) {
                    logs.compress(
                            numbers.get(random.nextInt(numbers.size())), SUFFIXES.get(random.nextInt(SUFFIXES.size())));
                }
            }
            default -> append(1 + random.nextInt(1500));
        }
        if (!Files.exists(logs.log())) {
            append(1);
        }
    }

    private void append(int count) throws IOException {
        logs.append(count);
        written += count;
    }

    private Process start(String... more) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                classPath,
                CrashVictim.class.getName(),
                temporary.resolve("agent.yaml").toString(),
                temporary.resolve("state").toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private List<Finding> findings() throws IOException {
        return page().map(OutboxPage::findings).orElse(List.of());
    }

    private List<String> gaps() throws IOException {
        return page().map(page -> page.gaps().stream().map(gap -> gap.what()).toList())
                .orElse(List.of());
    }

    private Optional<OutboxPage> page() throws IOException {
        Optional<OutboxCursor> start = Optional.empty();
        return new OutboxReader(temporary.resolve("state/outbox")).page(start, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    private long attempts() throws IOException {
        return findings().stream().mapToLong(Finding::failures).sum();
    }

    private static String attempt(int number) {
        return "2026-01-05T03:04:05Z web1 sshd[" + (1000 + number) + "]: Failed password for root from 203.0.113."
                + (1 + number % 200) + " port " + (1024 + number % 60_000) + " ssh2";
    }
}
