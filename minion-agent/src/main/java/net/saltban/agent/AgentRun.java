package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import net.saltban.finding.LogHealth;
import net.saltban.outbox.Outbox;
import net.saltban.outbox.OutboxLimits;
import net.saltban.source.LogFinder;

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
        try (OutboxFeed feed = feed(outbox, false, (to, batch) -> {})) {
            feed.find();
            return feed.pass(true);
        }
    }

    /**
     * What reads the logs on into an outbox that is open.
     *
     * @param staysOpen whether logs stay open between two passes
     * @param listener is told of each commit
     */
    OutboxFeed feed(Outbox outbox, boolean staysOpen, OutboxFeed.Listener listener) throws IOException {
        return new OutboxFeed(outbox, configuration, finder, clock, zone, batchBytes, staysOpen, listener);
    }
}
