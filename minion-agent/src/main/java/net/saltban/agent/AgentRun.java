package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import net.saltban.finding.Gap;
import net.saltban.finding.LogHealth;
import net.saltban.outbox.Batch;
import net.saltban.outbox.MinuteFindings;
import net.saltban.outbox.Outbox;
import net.saltban.outbox.OutboxLimits;
import net.saltban.source.LogFinder;
import org.jspecify.annotations.Nullable;

/**
 * The path of the data on a minion: read the logs on, recognise, count by source and minute, keep in the outbox. What is kept
 * and the checkpoint behind it are one record, so that dying anywhere loses nothing and counts nothing twice.
 */
final class AgentRun {
    /** Lines of so many bytes go into one record: memory and record stay bounded, and a crash repeats little. */
    static final long BATCH_BYTES = 2L << 20;

    private final AgentConfiguration configuration;
    private final LogFinder finder;
    private final InstantSource clock;
    private final ZoneId zone;
    private final long batchBytes;

    /**
     * A run to come.
     *
     * @param batchBytes lines of so many bytes go into one record, {@link #BATCH_BYTES} but for tests
     */
    AgentRun(AgentConfiguration configuration, LogFinder finder, InstantSource clock, ZoneId zone, long batchBytes) {
        this.configuration = configuration;
        this.finder = finder;
        this.clock = clock;
        this.zone = zone;
        this.batchBytes = batchBytes;
    }

    /**
     * What a run came to.
     *
     * @param isBusy whether another run holds the outbox, so that nothing was read
     * @param logs health of each log
     */
    record Outcome(boolean isBusy, List<LogHealth> logs) {
        Outcome {
            logs = List.copyOf(logs);
        }
    }

    /**
     * Reads everything that is there.
     *
     * @param patience how long to wait for another run to end
     * @throws IOException if the outbox cannot be read or written
     */
    Outcome run(Path outboxFolder, Duration patience) throws IOException {
        Optional<Outbox> opened = Outbox.open(outboxFolder, patience, clock, OutboxLimits.shipped());
        if (opened.isEmpty()) {
            return new Outcome(true, List.of());
        }
        try (Outbox outbox = opened.get()) {
            return new Outcome(false, read(outbox));
        }
    }

    private List<LogHealth> read(Outbox outbox) throws IOException {
        Map<String, LogState> states = states(outbox);
        MinuteFindings minutes = new MinuteFindings();
        List<Gap> gaps = new ArrayList<>();
        List<LogHealth> health = new ArrayList<>();
        for (Path path : finder.find(configuration.sources()).logs()) {
            try (LogReading log = open(path, states.get(path.toString()), minutes)) {
                long kept = 0;
                boolean more = true;
                while (more) {
                    more = log.read();
                    if (log.bytes() - kept >= batchBytes || minutes.isFull()) {
                        keep(outbox, log, states, minutes, gaps);
                        kept = log.bytes();
                    }
                }
                keep(outbox, log, states, minutes, gaps);
                health.add(log.health());
            }
        }
        return health;
    }

    private Map<String, LogState> states(Outbox outbox) throws IOException {
        Optional<Batch.Checkpoint> checkpoint = outbox.checkpoint();
        return checkpoint.isEmpty()
                ? new TreeMap<>()
                : AgentCheckpoint.decode(checkpoint.get().bytes());
    }

    private LogReading open(Path path, @Nullable LogState state, MinuteFindings minutes) throws IOException {
        return state == null
                ? LogReading.begin(path, configuration.firstRead(), zone, configuration.phrases(), clock, minutes)
                : LogReading.resume(path, state, zone, configuration.phrases(), clock, minutes);
    }

    /** The one step in which findings, gaps and checkpoint become durable. Writes nothing if nothing changed. */
    private void keep(
            Outbox outbox, LogReading log, Map<String, LogState> states, MinuteFindings minutes, List<Gap> gaps)
            throws IOException {
        gaps.addAll(log.takeGaps());
        Optional<LogState> state = log.state();
        boolean moved = state.isPresent() && !state.get().equals(states.get(log.name()));
        if (!moved && minutes.isEmpty() && gaps.isEmpty()) {
            return;
        }
        state.ifPresent(known -> states.put(log.name(), known));
        outbox.append(new Batch(
                clock.instant(),
                minutes.drain(outbox.epoch(), outbox.nextSeq()),
                gaps,
                Optional.of(new Batch.Checkpoint(AgentCheckpoint.encode(states)))));
        gaps.clear();
    }
}
