package net.saltban.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import net.saltban.address.Prefix;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A collector that is killed (SIGKILL) again and again, wherever it happens to be. */
final class KillIT {
    private static final int ROUNDS = 20;
    private static final int MILLIS_MAX = 400;
    private static final long SEED = 20_260_309;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Map<String, Long> accepted = new HashMap<>();
    private final Set<Prefix> banned = new HashSet<>();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void what_was_done_is_there_and_everything_is_there_once() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(random.nextLong(), random.nextInt(MILLIS_MAX));
            check("round " + round + " of seed " + SEED);
        }
        assertThat(accepted).containsOnlyKeys(KilledCollectorMain.minions());
        assertThat(banned).isNotEmpty();
    }

    private void runAndKill(long seed, int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledCollectorMain.class.getName(),
                        folder.toString(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
            process.toHandle().destroyForcibly(); // unlike the process itself, this leaves its output open
            lines.lines().forEach(this::note);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A line that the kill has cut short has no full stop. */
    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("accepted") && words[words.length - 1].equals(".")) {
            accepted.put(words[1], Long.parseLong(words[2]));
        } else if (words[0].equals("banned") && words[words.length - 1].equals(".")) {
            banned.add(Prefix.parse(words[1]));
        }
    }

    private void check(String where) throws StoreException, SQLException {
        try (EvidenceStore store = EvidenceStore.open(folder)) {
            Map<String, OutboxCursor> cursors = store.cursors();
            assertThat(cursors.keySet()).as(where).containsAll(accepted.keySet());
            for (Map.Entry<String, OutboxCursor> cursor : cursors.entrySet()) {
                assertThat(failures(cursor.getKey()))
                        .as(where)
                        .isEqualTo(cursor.getValue().seq());
                assertThat(cursor.getValue().seq())
                        .as(where)
                        .isGreaterThanOrEqualTo(accepted.getOrDefault(cursor.getKey(), 0L));
                accepted.put(cursor.getKey(), cursor.getValue().seq());
            }
            assertThat(store.banned(Sample.NOW).toList()).as(where).containsAll(banned);
        }
    }

    /** All failures of a minion that are kept, in any resolution. */
    private long failures(String minion) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("evidence.db"));
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("SELECT sum(f.failures) FROM finding f"
                        + " JOIN outbox o ON o.id = f.outbox JOIN reporter r ON r.id = o.reporter"
                        + " JOIN minion m ON m.id = r.minion WHERE m.name = '" + minion + "'")) {
            return sum.next() ? sum.getLong(1) : 0;
        }
    }
}
