package net.saltban.agent;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import net.saltban.finding.Gap;
import net.saltban.finding.LogHealth;
import net.saltban.outbox.Batch;
import net.saltban.outbox.MinuteFindings;
import net.saltban.outbox.Outbox;
import net.saltban.source.LogFinder;
import net.saltban.source.LogName;
import net.saltban.source.LogPlace;
import net.saltban.sshd.SshdReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of a configuration on and keeps what they hold in one outbox, pass by pass. After an exception it is of no use
 * any more: what was read may be ahead of what was kept, and reading has to begin anew from the outbox.
 */
final class OutboxFeed implements AutoCloseable {
    private final Outbox outbox;
    private final AgentConfiguration configuration;
    private final LogFinder finder;
    private final InstantSource clock;
    private final ZoneId zone;
    private final long batchBytes;
    private final boolean staysOpen;
    private final Listener listener;
    private final Map<String, LogState> states;
    private final MinuteFindings minutes = new MinuteFindings();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<LogName, LogReading> open = new LinkedHashMap<>();
    private List<LogName> logs = List.of();
    private boolean isMoved;
    private long bytes;

    /** Is told of what was kept. */
    interface Listener {
        /**
         * A commit was made.
         *
         * @param to number of the last finding in the outbox
         */
        void kept(long to, Batch batch);
    }

    OutboxFeed(
            Outbox outbox,
            AgentConfiguration configuration,
            LogFinder finder,
            InstantSource clock,
            ZoneId zone,
            long batchBytes,
            boolean staysOpen,
            Listener listener)
            throws IOException {
        this.outbox = outbox;
        this.configuration = configuration;
        this.finder = finder;
        this.clock = clock;
        this.zone = zone;
        this.batchBytes = batchBytes;
        this.staysOpen = staysOpen;
        this.listener = listener;
        Optional<Batch.Checkpoint> checkpoint = outbox.checkpoint();
        this.states = checkpoint.isEmpty()
                ? new TreeMap<>()
                : AgentCheckpoint.decode(checkpoint.get().bytes());
    }

    /** Looks for logs, and lets go of those that are no longer there. */
    void find() throws IOException {
        Set<LogName> begun = new HashSet<>();
        states.keySet().forEach(name -> begun.add(new LogName(name)));
        logs = finder.find(configuration.sources(), begun, clock.instant()).logs();
        for (LogName path : List.copyOf(open.keySet())) {
            if (!logs.contains(path)) {
                close(path);
            }
        }
    }

    /** Where changes tell that there may be more, among the logs found and for others. */
    List<LogPlace> places() throws IOException {
        List<LogPlace> places = new ArrayList<>(finder.places(configuration.sources()));
        for (LogReading log : open.values()) {
            places.addAll(log.places());
        }
        return places;
    }

    /**
     * Reads everything that is there when it comes to a log; keeps it in one step, or in several where it is much.
     *
     * @param keepsPlace whether the place where reading stands is kept even if there is nothing else to keep; without it, a
     *     crash repeats the reading of lines that mean nothing
     * @return health of each log
     * @throws IOException if the outbox cannot be written
     */
    List<LogHealth> pass(boolean keepsPlace) throws IOException {
        List<LogHealth> health = new ArrayList<>();
        for (LogName path : logs) {
            LogReading log = open(path);
            health.add(read(log));
            if (!staysOpen) {
                close(path);
            }
        }
        if (keepsPlace || !minutes.isEmpty() || !gaps.isEmpty()) {
            keep();
        }
        return health;
    }

    private LogHealth read(LogReading log) throws IOException {
        log.beginPass();
        long before = log.bytes();
        boolean more = true;
        while (more) {
            more = log.read();
            bytes += log.bytes() - before;
            before = log.bytes();
            if (bytes >= batchBytes || minutes.isFull()) {
                collect(log);
                keep();
            }
        }
        collect(log);
        return log.health();
    }

    private LogReading open(LogName path) throws IOException {
        LogReading known = open.get(path);
        if (known != null) {
            return known;
        }
        @Nullable LogState state = states.get(path.text());
        Instant notBefore = notBefore(path);
        LogReading log = state == null
                ? LogReading.begin(
                        path, notBefore, configuration.firstRead(), zone, configuration.phrases(), clock, minutes)
                : LogReading.resume(path, notBefore, state, zone, configuration.phrases(), clock, minutes);
        open.put(path, log);
        return log;
    }

    /**
     * Where the machine's own log has become another one, what both of them hold counts once: the new one counts from behind the
     * second in which reading of the other stood.
     */
    private Instant notBefore(LogName log) {
        Instant last = Instant.MIN;
        List<String> sources = configuration.sources();
        Set<LogName> automatic = finder.automatic();
        if (automatic.contains(log) && (sources.isEmpty() || sources.equals(List.of(LogFinder.AUTO)))) {
            for (LogName other : automatic) {
                LogState state = states.get(other.text());
                if (state != null && !other.equals(log)) {
                    Instant time = lastTime(state);
                    last = time.isAfter(last) ? time.plusSeconds(1) : last;
                }
            }
        }
        return last;
    }

    private static Instant lastTime(LogState state) {
        try {
            return SshdReader.lastTime(state.reader().toArray());
        } catch (IOException e) {
            return Instant.MIN; // damaged: reading that log says so
        }
    }

    private void close(LogName path) throws IOException {
        LogReading log = open.remove(path);
        if (log != null) {
            log.close();
        }
    }

    /** Takes over where a log stands, for the next commit. */
    private void collect(LogReading log) {
        gaps.addAll(log.takeGaps());
        Optional<LogState> state = log.state();
        if (state.isPresent() && !state.get().equals(states.get(log.name()))) {
            states.put(log.name(), state.get());
            isMoved = true;
        }
    }

    /** The one step in which findings, gaps and checkpoint become durable. Writes nothing if nothing changed. */
    private void keep() throws IOException {
        bytes = 0;
        if (!isMoved && minutes.isEmpty() && gaps.isEmpty()) {
            return;
        }
        Batch batch = new Batch(
                clock.instant(),
                minutes.drain(outbox.epoch(), outbox.nextSeq()),
                gaps,
                Optional.of(new Batch.Checkpoint(AgentCheckpoint.encode(states))));
        outbox.append(batch);
        gaps.clear();
        isMoved = false;
        listener.kept(outbox.nextSeq() - 1, batch);
    }

    @Override
    public void close() throws IOException {
        for (LogName path : List.copyOf(open.keySet())) {
            close(path);
        }
    }
}
