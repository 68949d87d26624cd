package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.saltban.finding.LogHealth;
import net.saltban.outbox.Batch;
import net.saltban.outbox.OutboxReader;
import net.saltban.source.LogName;
import net.saltban.source.TextLog;

/** How far each log has been read, as the outbox tells it; reads no log and changes nothing. */
final class LogsOverview {
    private LogsOverview() {}

    /**
     * Of all logs that were ever read.
     *
     * @param outboxFolder the folder of the outbox
     * @throws IOException if the outbox is damaged or cannot be read
     */
    static List<LogHealth> of(Path outboxFolder) throws IOException {
        Optional<Batch.Checkpoint> checkpoint = new OutboxReader(outboxFolder).checkpoint();
        List<LogHealth> logs = new ArrayList<>();
        if (checkpoint.isPresent()) {
            for (Map.Entry<String, LogState> log :
                    AgentCheckpoint.decode(checkpoint.get().bytes()).entrySet()) {
                logs.add(health(log.getKey(), log.getValue()));
            }
        }
        return logs;
    }

    private static LogHealth health(String name, LogState state) {
        LogName log = new LogName(name);
        long lag = 0;
        String problem = "";
        try {
            lag = log.isJournal()
                    ? 0
                    : TextLog.lagBehind(log.path(), state.source().toArray());
        } catch (IOException e) {
            problem = LogReading.problem(e, name);
        }
        return new LogHealth(name, LogReading.trustOf(log), lag, state.lines(), state.ambiguous(), problem);
    }
}
