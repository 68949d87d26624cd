package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import net.saltban.finding.Finding;
import net.saltban.finding.LogHealth;
import net.saltban.journal.JournalSearch;
import net.saltban.journal.Journald;
import net.saltban.outbox.OutboxReader;
import net.saltban.source.LogFinder;
import net.saltban.source.LogName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's path from a real journald to the outbox, and from a text log to the journal and back. */
final class JournalRunIT {
    @TempDir
    Path folder = Path.of("/");

    private @Nullable Journald started;
    private LogName journal = LogName.JOURNAL;

    @BeforeEach
    void start() throws IOException {
        Journald journald = Journald.start(folder);
        started = journald;
        journal = LogName.journal("journal:" + journald.journal()).orElseThrow();
        Files.createDirectory(folder.resolve("log"));
    }

    @AfterEach
    void stop() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    private static String failed(String address) {
        return "Failed password for root from " + address + " port 9 ssh2";
    }

    private void toJournal(String address) throws Exception {
        Optional.ofNullable(started).orElseThrow().sshd(failed(address));
    }

    private Path toText(Instant time, String address) throws IOException {
        String line = time.truncatedTo(ChronoUnit.MILLIS) + " web1 sshd[9]: " + failed(address) + "\n";
        return Files.writeString(folder.resolve("log/auth.log"), line);
    }

    private List<LogHealth> run() throws IOException {
        LogFinder finder = new LogFinder(folder.resolve("log"), new JournalSearch(journal));
        AgentRun run = new AgentRun(
                AgentConfiguration.defaults(), finder, InstantSource.system(), ZoneOffset.UTC, AgentRun.BATCH_BYTES);
        return run.run(folder.resolve("outbox"), Duration.ofSeconds(10)).logs();
    }

    /** Failures by source. */
    private String counted() throws IOException {
        TreeMap<String, Integer> failures = new TreeMap<>();
        for (Finding finding : new OutboxReader(folder.resolve("outbox"))
                .page(Optional.empty(), 1000, 1 << 20)
                .orElseThrow()
                .findings()) {
            failures.merge(finding.source().toString(), finding.failures(), Integer::sum);
        }
        return failures.toString();
    }

    @Test
    void a_journal_is_found_read_and_gone_on_with() throws Exception {
        toJournal("198.51.100.1");
        assertThat(run()).singleElement().satisfies(health -> {
            assertThat(health.source()).isEqualTo(journal.text());
            assertThat(health.problem()).isEmpty();
        });
        toJournal("198.51.100.2");
        run();
        run();
        assertThat(counted()).isEqualTo("{198.51.100.1=1, 198.51.100.2=1}");
        assertThat(LogsOverview.of(folder.resolve("outbox")))
                .extracting(LogHealth::source)
                .containsExactly(journal.text());
    }

    @Test
    void what_text_log_and_journal_both_hold_counts_once() throws Exception {
        Optional.ofNullable(started).orElseThrow().user("no message of sshd");
        toJournal("198.51.100.1");
        Path auth = toText(Instant.now(), "198.51.100.1");
        LogFinder finder = new LogFinder(folder.resolve("log"));
        new AgentRun(AgentConfiguration.defaults(), finder, InstantSource.system(), ZoneOffset.UTC, 1 << 20)
                .run(folder.resolve("outbox"), Duration.ofSeconds(10));
        assertThat(counted()).isEqualTo("{198.51.100.1=1}");

        assertThat(run()).extracting(LogHealth::source).containsExactly(auth.toString());
        Files.setLastModifiedTime(auth, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        assertThat(run()).extracting(LogHealth::source).containsExactly(journal.text());
        assertThat(counted()).isEqualTo("{198.51.100.1=1}");
    }
}
