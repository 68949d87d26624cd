package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import net.saltban.banfile.BanFile;
import net.saltban.fleet.FakeFleet;
import net.saltban.fleet.FakeSaltApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies between any two steps of a cycle, and the next that completes it. */
@Timeout(120)
final class KilledCycleIT {
    private static final List<String> BANNED = List.of("198.51.100.9", "203.0.113.7");

    private final Path folder;
    private final Path stateDir;
    private final FakeFleet fleet;
    private final FakeSaltApiServer server;

    KilledCycleIT(@TempDir Path temporary) throws IOException {
        folder = temporary;
        stateDir = Files.createDirectory(folder.resolve("state"));
        fleet = new FakeFleet(InstantSource.system(), stateDir.resolve("snapshots"));
        server = new FakeSaltApiServer(fleet);
    }

    @BeforeEach
    void installInEnforce() throws Exception {
        fleet.add("web1");
        fleet.add("web2");
        Path password = Files.writeString(folder.resolve("password"), "sesame\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                folder.resolve("saltban.yaml"),
                "salt-api: {url: '" + server.url() + "', password-file: " + password + "}\n");
        assertWell("collect");
        assertWell("mode", "enforce", "--bans", "0");
        Instant now = Instant.now();
        fleet.minion("web1").setPageFindings(1);
        fleet.minion("web1").failures("203.0.113.7", now, 9, "root");
        fleet.minion("web1").failures("203.0.113.8", now, 2, "root");
        fleet.minion("web2").failures("198.51.100.9", now, 9, "root");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(CycleStep.class)
    void the_next_cycle_completes_everything_once(CycleStep step) throws Exception {
        assertThat(runUntil(step, 1, "collect")).isEqualTo(HaltingMain.KILLED);

        assertWell("collect");

        assertEverythingHappenedOnce();
    }

    @Test
    void death_at_the_second_page_counts_no_page_twice() throws Exception {
        assertThat(runUntil(CycleStep.PAGE_STORED, 2, "collect")).isEqualTo(HaltingMain.KILLED);

        assertWell("collect");

        assertEverythingHappenedOnce();
    }

    @Test
    void death_upon_death_is_completed_in_the_end() throws Exception {
        for (CycleStep step : CycleStep.values()) {
            runUntil(step, 1, "collect");
        }

        assertWell("collect");

        assertEverythingHappenedOnce();
    }

    @ParameterizedTest
    @EnumSource(
            value = CycleStep.class,
            names = {"SNAPSHOT_WRITTEN", "BAN_FILE_WRITTEN", "SNAPSHOT_PUBLISHED"})
    void an_unban_that_died_before_its_push_is_pushed_by_the_next_cycle(CycleStep step) throws Exception {
        assertWell("collect");

        assertThat(runUntil(step, 1, "unban", "203.0.113.7", "--reason", "test"))
                .isEqualTo(HaltingMain.KILLED);
        assertWell("collect");

        assertThat(fleet.minion("web1").bans()).containsExactly("198.51.100.9");
        assertThat(fleet.minion("web2").bans()).containsExactly("198.51.100.9");
    }

    private void assertEverythingHappenedOnce() throws Exception {
        BanFile file = BanFile.read(stateDir.resolve("auto-ban.data"));
        List<String> prefixes = new ArrayList<>();
        file.list().forEach(prefix -> prefixes.add(prefix.toString()));
        assertThat(prefixes).isEqualTo(BANNED);
        assertThat(fleet.minion("web1").bans()).isEqualTo(BANNED);
        assertThat(fleet.minion("web2").bans()).isEqualTo(BANNED);
        assertThat(output("bans", "--json"))
                .contains("\"total\" : 2", "\"failures\" : 9")
                .doesNotContain("\"failures\" : 18");
        assertThat(output("why", "203.0.113.8")).contains("2 failures as root").doesNotContain("4 failures");
        assertWell("minions");
    }

    private void assertWell(String... words) throws IOException, InterruptedException {
        assertThat(run(words))
                .as(() -> "saltban " + String.join(" ", words) + ": " + lastOutput())
                .isZero();
    }

    private String lastOutput() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int run(String... words) throws IOException, InterruptedException {
        return process(List.of("net.saltban.aggregator.AggregatorMain"), words);
    }

    private int runUntil(CycleStep step, int nth, String... words) throws IOException, InterruptedException {
        return process(List.of("net.saltban.aggregator.HaltingMain", step.name(), String.valueOf(nth)), words);
    }

    private String output(String... words) throws IOException, InterruptedException {
        assertWell(words);
        return lastOutput();
    }

    private int process(List<String> program, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(program);
        command.addAll(List.of(words));
        command.addAll(
                List.of("--config", folder.resolve("saltban.yaml").toString(), "--state-dir", stateDir.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        return process.waitFor();
    }
}
