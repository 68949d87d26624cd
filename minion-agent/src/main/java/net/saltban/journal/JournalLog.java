package net.saltban.journal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import net.saltban.finding.Trust;
import net.saltban.source.FirstRead;
import net.saltban.source.LogConsumer;
import net.saltban.source.LogMessage;
import net.saltban.source.LogName;
import net.saltban.source.LogPlace;
import net.saltban.source.LogRefusedException;
import net.saltban.source.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * A journal of journald, each entry once. A pass asks journalctl for everything from the entry on that was handed out last, and
 * passes over that entry. If it is not the first to come, it is gone (vacuumed, or the whole journal was): then what lies behind
 * it is read, by number, by the boot's clock or by time, and a gap is told if the journal begins later than reading stood.
 */
public final class JournalLog implements LogSource {
    /** One run of journalctl at most; what is left is read next time. */
    private static final Duration RUN_TIME_MAX = Duration.ofSeconds(60);

    private static final int BYTES_IN_ONE_READ = 100 * 1024;
    private static final long SECOND = 1_000_000;

    private final LogName name;
    private final List<String> matches;
    private final InstantSource clock;
    private final Duration runTimeMax;
    private final List<String> gaps = new ArrayList<>();
    private final Entry entry = new Entry();
    private JournalCheckpoint stands;
    private Journalctl.@Nullable Run run;
    private @Nullable ExportReader reader;
    private @Nullable JournalCheckpoint begun;
    private boolean isPlaceFound;
    private boolean hasRead;
    private Instant startedAt = Instant.EPOCH;

    JournalLog(
            LogName name, JournalCheckpoint stands, Set<String> identifiers, InstantSource clock, Duration runTimeMax) {
        this.name = name;
        this.stands = stands;
        this.matches = matches(identifiers);
        this.clock = clock;
        this.runTimeMax = runTimeMax;
    }

    /**
     * A journal that no checkpoint knows.
     *
     * @param identifiers programs whose messages are read beside sshd's and dropbear's
     */
    public static JournalLog begin(LogName name, FirstRead firstRead, Set<String> identifiers, InstantSource clock) {
        Instant now = clock.instant();
        Instant since = firstRead.isFromNow() ? now : firstRead.since(now);
        long micros = Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, since));
        JournalCheckpoint start = new JournalCheckpoint(Optional.empty(), micros, 0);
        return new JournalLog(name, start, identifiers, clock, RUN_TIME_MAX);
    }

    /**
     * Goes on from a checkpoint.
     *
     * @throws IOException if the checkpoint is damaged or of another form
     */
    public static JournalLog resume(LogName name, byte[] checkpoint, Set<String> identifiers, InstantSource clock)
            throws IOException {
        return new JournalLog(name, JournalCheckpoint.decode(checkpoint), identifiers, clock, RUN_TIME_MAX);
    }

    /** Who vouches for a journal: files elsewhere than journald's own can have been written by anybody. */
    public static Trust trustOf(LogName name) {
        return name.equals(LogName.JOURNAL) ? Trust.JOURNAL : Trust.TEXT;
    }

    private static List<String> matches(Set<String> identifiers) {
        Set<String> all = new TreeSet<>(identifiers);
        all.addAll(LogMessage.DAEMONS);
        return all.stream().map(identifier -> "SYSLOG_IDENTIFIER=" + identifier).toList();
    }

    @Override
    public String name() {
        return name.text();
    }

    @Override
    public Trust trust() {
        return trustOf(name);
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return Optional.of(stands.encode());
    }

    @Override
    public List<String> takeGaps() {
        List<String> taken = List.copyOf(gaps);
        gaps.clear();
        return taken;
    }

    /** {@inheritDoc} Always 0: journald does not tell. */
    @Override
    public long lagBytes() {
        return 0;
    }

    @Override
    public Optional<Instant> lastWrite() {
        return Optional.of(instant(stands.micros()));
    }

    @Override
    public List<LogPlace> places() {
        return JournalFolders.of(name);
    }

    @Override
    public boolean read(LogConsumer consumer) throws IOException {
        ExportReader entries = reader;
        if (entries == null) {
            entries = start();
        }
        int bytes = 0;
        while (bytes < BYTES_IN_ONE_READ) {
            if (next(entries) != ExportReader.Next.ENTRY) {
                finish();
                return false;
            }
            bytes += take(consumer);
        }
        return true;
    }

    private ExportReader start() throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.add(stands.cursor()
                .map(cursor -> "--cursor=" + cursor.text())
                .orElse("--since=@" + stands.micros() / SECOND));
        arguments.addAll(matches);
        begun = stands;
        isPlaceFound = false;
        hasRead = false;
        Instant now = clock.instant();
        Journalctl.Run started = Journalctl.of(name, runTimeMax).start(arguments);
        run = started;
        startedAt = now;
        ExportReader entries = new ExportReader(started.output());
        reader = entries;
        return entries;
    }

    private ExportReader.Next next(ExportReader entries) throws IOException {
        try {
            return entries.next(entry);
        } catch (IOException e) {
            if (run != null && run.isTooLong()) {
                return ExportReader.Next.END;
            }
            throw e;
        }
    }

    /** Takes an entry; how many bytes of message it had. */
    private int take(LogConsumer consumer) throws IOException {
        Cursor place = entry.cursor()
                .orElseThrow(() -> new IOException("journalctl printed an entry without a place that can be told"));
        JournalCheckpoint from = begun == null ? stands : begun;
        boolean first = !hasRead;
        hasRead = true;
        if (from.cursor().isPresent()) {
            Cursor last = from.cursor().get();
            if (first && place.isOfSameEntry(last)) {
                isPlaceFound = true;
                return 0;
            }
            if (first) {
                tellGap(from);
            }
            if (!isPlaceFound && !place.isBehind(last)) {
                return 0;
            }
        } else if (entry.micros() <= from.micros()) {
            return 0;
        }
        stands = new JournalCheckpoint(Optional.of(place), entry.micros(), stands.hour());
        if (!entry.isMessage()) {
            return 0;
        }
        LogMessage message = entry.toMessage();
        consumer.message(message);
        return message.text().length + 1;
    }

    private void finish() throws IOException {
        Journalctl.Run ended = run;
        JournalCheckpoint from = begun;
        if (ended == null || from == null) {
            return;
        }
        ended.finish();
        if (ended.isTooLong()) {
            boolean stood = stands.equals(from);
            close();
            if (stood) {
                throw new LogRefusedException("gave nothing new within " + runTimeMax.toSeconds()
                        + " s; find out what keeps the disk busy, or shorten the journal");
            }
            return;
        }
        Optional<Cursor> cursor = stands.cursor();
        if (from.cursor().isPresent() && !hasRead) {
            tellGap(from);
            cursor = Optional.empty(); // from now on by time, so that the gap is told once
        }
        stands = new JournalCheckpoint(cursor, stands.micros(), hourOf(startedAt));
        close();
    }

    private static long hourOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 3600L);
    }

    /** The place where reading stood is gone: whether anything was lost, the journal's oldest entry tells. */
    private void tellGap(JournalCheckpoint from) throws IOException {
        Instant until = Instant.EPOCH.plus(Duration.ofHours(from.hour()));
        Instant read = instant(from.micros()).isAfter(until) ? instant(from.micros()) : until;
        Optional<Instant> oldest = oldest();
        if (oldest.isEmpty() || oldest.get().isAfter(read)) {
            gaps.add(
                    name + ": what was written behind " + read.truncatedTo(ChronoUnit.SECONDS) + " and before "
                            + oldest.map(time ->
                                            time.truncatedTo(ChronoUnit.SECONDS).toString())
                                    .orElse("this read")
                            + " is no longer in the journal; give it more space (SystemMaxUse in journald.conf), or read more often");
        }
    }

    private Optional<Instant> oldest() throws IOException {
        Entry first = new Entry();
        try (Journalctl.Run look = Journalctl.of(name, runTimeMax).start(List.of())) {
            ExportReader.Next next = new ExportReader(look.output()).next(first);
            return next == ExportReader.Next.ENTRY && first.micros() >= 0
                    ? Optional.of(instant(first.micros()))
                    : Optional.empty();
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public void close() throws IOException {
        Journalctl.Run ended = run;
        run = null;
        reader = null;
        begun = null;
        if (ended != null) {
            ended.close();
        }
    }
}
