package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import net.saltban.finding.Finding;
import net.saltban.outbox.OutboxReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file may grow beyond a limit, as on a full disk: nothing is lost, and all is there once there is room again. */
final class FullDiskIT {
    private static final int ATTEMPTS = 6000;
    private static final int BLOCKS = 1600; // of 512 or 1024 bytes: the first record fits, not all of them

    @TempDir
    Path folder = Path.of("/");

    @Test
    void what_does_not_fit_is_read_again_later() throws Exception {
        StringBuilder log = new StringBuilder();
        for (int i = 1; i <= ATTEMPTS; i++) {
            log.append("2026-01-05T03:04:05Z web1 sshd[").append(1000 + i);
            log.append("]: Failed password for root from 203.0.")
                    .append(i / 250)
                    .append('.')
                    .append(1 + i % 250);
            log.append(" port 40022 ssh2\n");
        }
        Files.writeString(folder.resolve("auth.log"), log.toString());
        Files.writeString(folder.resolve("agent.yaml"), "sources: [" + folder.resolve("auth.log") + "]\n");

        Process limited = run("ulimit -f " + BLOCKS + "; exec \"$@\"");
        String said = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(limited.waitFor()).as(said).isNotZero();
        long kept = attempts();
        assertThat(kept).as("kept while there was room").isPositive().isLessThan(ATTEMPTS);

        Process free = run("exec \"$@\"");
        assertThat(free.waitFor()).isZero();
        assertThat(attempts()).isEqualTo(ATTEMPTS);
    }

    private Process run(String script) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        script,
                        "sh",
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-cp",
                        classPath,
                        CrashVictim.class.getName(),
                        folder.resolve("agent.yaml").toString(),
                        folder.resolve("state").toString())
                .redirectErrorStream(true)
                .start();
    }

    private long attempts() throws IOException {
        return new OutboxReader(folder.resolve("state/outbox"))
                .page(Optional.empty(), Integer.MAX_VALUE, Long.MAX_VALUE).stream()
                        .flatMap(page -> page.findings().stream())
                        .mapToLong(Finding::failures)
                        .sum();
    }
}
