package net.saltban.agent;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import net.saltban.finding.Gap;
import net.saltban.finding.LogHealth;
import net.saltban.finding.Trust;
import net.saltban.journal.JournalLog;
import net.saltban.outbox.MinuteFindings;
import net.saltban.source.FirstRead;
import net.saltban.source.LogConsumer;
import net.saltban.source.LogMessage;
import net.saltban.source.LogName;
import net.saltban.source.LogPlace;
import net.saltban.source.LogRefusedException;
import net.saltban.source.LogSource;
import net.saltban.source.TextLog;
import net.saltban.sshd.Phrase;
import net.saltban.sshd.SourceEvent;
import net.saltban.sshd.SshdReader;

/** One log on its way: source, recognition, and what becomes of it in this run. */
final class LogReading implements AutoCloseable {
    /** Longer than sshd waits for a login (LoginGraceTime, 2 minutes), and than the reader waits by stamps. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final LogSource source;
    private final SshdReader reader;
    private final Instant since;
    private final long linesBefore;
    private final long ambiguousBefore;
    private final InstantSource clock;
    private final MinuteFindings minutes;
    private final LogConsumer consumer = new Consumer();
    private Trust trust;
    private long bytes;
    private String problem = "";
    private String lost = "";

    private LogReading(
            LogSource source,
            SshdReader reader,
            Instant since,
            long linesBefore,
            long ambiguousBefore,
            InstantSource clock,
            MinuteFindings minutes) {
        this.source = source;
        this.reader = reader;
        this.since = since;
        this.linesBefore = linesBefore;
        this.ambiguousBefore = ambiguousBefore;
        this.clock = clock;
        this.minutes = minutes;
        this.trust = source.trust();
    }

    /**
     * A log that is read for the first time.
     *
     * @param notBefore messages before that do not count, whatever {@code firstRead} says
     */
    static LogReading begin(
            LogName log,
            Instant notBefore,
            FirstRead firstRead,
            ZoneId zone,
            List<Phrase> phrases,
            InstantSource clock,
            MinuteFindings minutes) {
        Instant now = clock.instant();
        LogSource source = log.isJournal()
                ? JournalLog.begin(log, firstRead, programs(phrases), clock)
                : TextLog.begin(log.path(), firstRead, now);
        return new LogReading(
                source, new SshdReader(zone, phrases), later(firstRead.since(now), notBefore), 0, 0, clock, minutes);
    }

    /** A log that is read on; messages before {@code notBefore} do not count. */
    static LogReading resume(
            LogName log,
            Instant notBefore,
            LogState state,
            ZoneId zone,
            List<Phrase> phrases,
            InstantSource clock,
            MinuteFindings minutes)
            throws IOException {
        SshdReader reader;
        String lost = "";
        try {
            reader = SshdReader.restore(zone, state.reader().toArray(), phrases);
        } catch (IOException e) {
            reader = new SshdReader(zone, phrases);
            lost = log + ": connections that were open cannot be gone on with (" + e.getMessage() + ")";
        }
        byte[] checkpoint = state.source().toArray();
        LogReading reading = new LogReading(
                log.isJournal()
                        ? JournalLog.resume(log, checkpoint, programs(phrases), clock)
                        : TextLog.resume(log.path(), checkpoint),
                reader,
                later(state.since(), notBefore),
                state.lines(),
                state.ambiguous(),
                clock,
                minutes);
        reading.lost = lost;
        return reading;
    }

    private static Set<String> programs(List<Phrase> phrases) {
        Set<String> programs = new HashSet<>();
        phrases.forEach(phrase -> programs.add(phrase.tag()));
        return programs;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Who vouches for the messages of a log. */
    static Trust trustOf(LogName log) {
        return log.isJournal() ? JournalLog.trustOf(log) : Trust.TEXT;
    }

    String name() {
        return source.name();
    }

    /** What was found to be lost since the last call. */
    List<Gap> takeGaps() {
        Instant now = clock.instant();
        List<Gap> gaps = new ArrayList<>();
        if (!lost.isEmpty()) {
            gaps.add(new Gap(now, lost));
            lost = "";
        }
        for (String gap : source.takeGaps()) {
            gaps.add(new Gap(now, gap));
        }
        return gaps;
    }

    /** Where to wait for more. */
    List<LogPlace> places() {
        return source.places();
    }

    /** Forgets what was wrong with the last pass. */
    void beginPass() {
        problem = "";
    }

    /**
     * Reads the next block.
     *
     * @return false if there is nothing more, or reading failed; then {@link #health} says why
     */
    boolean read() {
        try {
            boolean more = source.read(consumer);
            if (!more && isSilent()) {
                reader.settle(clock.instant(), this::count);
            }
            return more;
        } catch (IOException e) {
            problem = problem(e, source.name());
            letGo();
            return false;
        }
    }

    /** The next pass looks at everything anew. */
    private void letGo() {
        try {
            source.close();
        } catch (IOException e) {
            problem += "; nor closed (" + Failures.reason(e) + ")";
        }
    }

    /**
     * Whether nothing has been written for so long that open connections have said their last word. The log's own silence
     * tells, not the clock against its stamps: those may be of another zone or late, and a connection that is ended between
     * two of its lines counts twice.
     */
    private boolean isSilent() {
        return source.lastWrite()
                .filter(written -> written.plus(SILENCE).isBefore(clock.instant()))
                .isPresent();
    }

    /** Ends what is pending, for a scan that keeps no state. */
    void finish() {
        reader.finish(this::count);
    }

    /** Bytes of lines handed out so far. */
    long bytes() {
        return bytes;
    }

    /** Hands on what the log holds. */
    private final class Consumer implements LogConsumer {
        @Override
        public void line(byte[] buffer, int from, int to, Instant notAfter) {
            lines(buffer, from, to, notAfter);
        }

        @Override
        public void lines(byte[] buffer, int from, int to, Instant notAfter) {
            bytes += to - from;
            Instant now = clock.instant();
            reader.setNow(now);
            reader.lines(buffer, from, to, notAfter.isAfter(now) ? now : notAfter, LogReading.this::count);
        }

        @Override
        public void message(LogMessage message) {
            bytes += message.text().length + 1;
            Instant now = clock.instant();
            // Counted at once but for what waits for the rest of its connection.
            trust = message.isProven() ? source.trust() : Trust.TEXT;
            reader.message(
                    message.identifier(),
                    message.isVouched(),
                    message.origin(),
                    message.pid(),
                    message.time().isAfter(now) ? now : message.time(),
                    message.text(),
                    LogReading.this::count);
            trust = source.trust();
        }
    }

    private void count(SourceEvent event) {
        if (!event.time().isBefore(since)) {
            minutes.add(event, trust);
        }
    }

    /** What to keep; empty while nothing is known of the log. */
    Optional<LogState> state() {
        return source.checkpoint()
                .map(checkpoint -> new LogState(
                        LogState.Bytes.of(checkpoint),
                        LogState.Bytes.of(reader.state()),
                        since,
                        linesBefore + reader.lines(),
                        ambiguousBefore + reader.ambiguous()));
    }

    LogHealth health() {
        return new LogHealth(
                source.name(),
                source.trust(),
                source.lagBytes(),
                linesBefore + reader.lines(),
                ambiguousBefore + reader.ambiguous(),
                problem);
    }

    /** Why a log is not read and what to do; names the file if that is not the log itself. */
    static String problem(IOException e, String log) {
        if (e instanceof LogRefusedException) {
            return String.valueOf(e.getMessage());
        }
        boolean other = e instanceof FileSystemException failed
                && failed.getFile() != null
                && !failed.getFile().equals(log);
        String file = other ? ((FileSystemException) e).getFile() + " " : "";
        if (e instanceof AccessDeniedException) {
            return file + "may not be read by this user; join the group that owns it (adm on Debian), or be root";
        }
        if (e instanceof NoSuchFileException) {
            return file + "is not there; name the log that sshd writes to";
        }
        return file + "cannot be read (" + Failures.reason(e) + ")";
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
