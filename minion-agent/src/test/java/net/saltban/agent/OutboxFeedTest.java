package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import net.saltban.outbox.Batch;
import net.saltban.outbox.Outbox;
import net.saltban.outbox.OutboxLimits;
import net.saltban.source.LogFinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes one behind the other with logs that stay open, as {@code follow} makes them. */
final class OutboxFeedTest {
    @TempDir
    Path folder = Path.of("/");

    private final List<Batch> kept = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-05T03:04:05Z");

    private void write(String name, String message) throws IOException {
        Path log = folder.resolve(name);
        Files.writeString(log, now + " web1 " + message + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(log, FileTime.from(now));
    }

    private interface Story {
        void tell(OutboxFeed feed) throws IOException;
    }

    private void follow(Story story) throws IOException {
        Files.writeString(
                folder.resolve("agent.yaml"),
                "sources: [" + folder.resolve("auth.log") + ", " + folder.resolve("other.log") + "]\n");
        AgentRun run =
                new AgentRun(readConfiguration(), new LogFinder(), () -> now, ZoneOffset.UTC, AgentRun.BATCH_BYTES);
        try (Outbox outbox = Outbox.open(folder.resolve("outbox"), Duration.ZERO, () -> now, OutboxLimits.shipped())
                        .orElseThrow();
                OutboxFeed feed = run.feed(outbox, true, (to, batch) -> kept.add(batch))) {
            feed.find();
            story.tell(feed);
        }
    }

    private AgentConfiguration readConfiguration() throws IOException {
        try {
            return AgentConfiguration.read(folder.resolve("agent.yaml"));
        } catch (net.saltban.problem.ProblemsException e) {
            throw new AssertionError(e);
        }
    }

    private int failures() {
        return kept.stream()
                .flatMap(batch -> batch.findings().stream())
                .mapToInt(finding -> finding.failures())
                .sum();
    }

    @Test
    void a_connection_that_says_no_more_counts_after_ten_minutes_of_silence() throws IOException {
        write("auth.log", "sshd[9]: Invalid user admin from 203.0.113.66 port 40022");
        follow(feed -> {
            feed.pass(false);
            now = now.plus(Duration.ofMinutes(9));
            feed.pass(false);
            assertThat(failures()).isZero();
            now = now.plus(Duration.ofMinutes(2));
            feed.pass(false);
            assertThat(failures()).isEqualTo(1);
            now = now.plus(Duration.ofMinutes(20));
            feed.pass(true);
            assertThat(failures()).isEqualTo(1);
        });
    }

    @Test
    void an_attempt_on_both_sides_of_a_pass_counts_once() throws IOException {
        follow(feed -> {
            write("auth.log", "sshd[9]: Invalid user admin from 203.0.113.66 port 40022");
            feed.pass(false);
            write("auth.log", "sshd[9]: Failed password for invalid user admin from 203.0.113.66 port 40022 ssh2");
            feed.pass(false);
            write("auth.log", "sshd[9]: Connection closed by invalid user admin 203.0.113.66 port 40022 [preauth]");
            feed.pass(false);
            assertThat(failures()).isEqualTo(1);
        });
    }

    @Test
    void all_logs_of_a_pass_are_one_commit() throws IOException {
        write("auth.log", "sshd[9]: Failed password for root from 203.0.113.66 port 40022 ssh2");
        write("other.log", "sshd[9]: Failed password for root from 203.0.113.67 port 40022 ssh2");
        follow(feed -> feed.pass(false));
        assertThat(kept).hasSize(1);
        assertThat(failures()).isEqualTo(2);
    }

    @Test
    void lines_that_mean_nothing_are_no_commit_until_the_place_is_kept() throws IOException {
        write("auth.log", "cron[9]: nothing of ours");
        follow(feed -> {
            feed.pass(false);
            assertThat(kept).isEmpty();
            feed.pass(true);
            assertThat(kept).hasSize(1);
            feed.pass(true);
            assertThat(kept).hasSize(1);
        });
    }

    @Test
    void a_log_that_is_no_longer_wanted_is_gone_on_with_later() throws IOException {
        write("auth.log", "sshd[9]: Failed password for root from 203.0.113.66 port 40022 ssh2");
        follow(feed -> feed.pass(true));
        write("auth.log", "sshd[10]: Failed password for root from 203.0.113.66 port 40022 ssh2");
        follow(feed -> feed.pass(true));
        assertThat(failures()).isEqualTo(2);
    }
}
