package net.saltban.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import net.saltban.finding.Trust;
import net.saltban.source.Succession.Step;
import org.jspecify.annotations.Nullable;

/**
 * A text log and its rotated files, each line read once: over restarts, renaming, copying and emptying, compression at any
 * time, several rotations between two passes, and inodes that are used again. A file is known by its first bytes; the inode
 * only says where to look first. A pass reads what was there when it began.
 */
public final class TextLog implements LogSource {
    private static final int PLANS_MAX = 5;

    private final Path path;
    private final @Nullable FirstRead firstRead;
    private final Instant now;
    private final List<String> gaps = new ArrayList<>();
    private final LineBlocks blocks = new LineBlocks();
    private List<Generation> generations;
    private boolean isKnown;
    private @Nullable Deque<Step> steps;
    private @Nullable Reading reading;
    private long liveBytes;
    private Optional<Instant> lastWrite = Optional.empty();
    private boolean isMissing;

    private TextLog(Path path, @Nullable FirstRead firstRead, Instant now, List<Generation> generations) {
        this.path = path;
        this.firstRead = firstRead;
        this.now = now;
        this.generations = new ArrayList<>(generations);
        this.isKnown = firstRead == null;
    }

    /** A log that no checkpoint knows. */
    public static TextLog begin(Path path, FirstRead firstRead, Instant now) {
        return new TextLog(path, firstRead, now, List.of());
    }

    /**
     * Goes on from a checkpoint.
     *
     * @throws IOException if the checkpoint is damaged or of another version
     */
    public static TextLog resume(Path path, byte[] checkpoint) throws IOException {
        return new TextLog(
                path, null, Instant.EPOCH, Checkpoint.decode(checkpoint).generations());
    }

    /**
     * Bytes of the log behind a checkpoint, without reading any: all of it if it is not the file that was read last.
     *
     * @throws IOException if the checkpoint is damaged, or the log cannot be opened
     */
    public static long lagBehind(Path path, byte[] checkpoint) throws IOException {
        List<Generation> generations = Checkpoint.decode(checkpoint).generations();
        try (LogFile file = LogFile.open(path, LogFile.Links.FOLLOW_OF_ROOT)) {
            long bytes = file.status().bytes();
            if (generations.isEmpty()) {
                return bytes;
            }
            Generation last = generations.get(generations.size() - 1);
            boolean same = last.identity().equals(file.status().identity()) && bytes >= last.position();
            return same ? bytes - last.position() : bytes;
        }
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Trust trust() {
        return Trust.TEXT;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return isKnown ? Optional.of(new Checkpoint(generations).encode()) : Optional.empty();
    }

    @Override
    public List<String> takeGaps() {
        List<String> taken = List.copyOf(gaps);
        gaps.clear();
        return taken;
    }

    @Override
    public long lagBytes() {
        return generations.isEmpty()
                ? 0
                : Math.max(
                        0, liveBytes - generations.get(generations.size() - 1).position());
    }

    @Override
    public Optional<Instant> lastWrite() {
        return lastWrite;
    }

    @Override
    public List<LogPlace> places() {
        Path real;
        try {
            real = Survey.realPath(path);
        } catch (IOException e) {
            real = path; // reading says what is wrong
        }
        List<LogPlace> places = new ArrayList<>(List.of(placeOf(path)));
        if (!real.equals(path)) {
            places.add(placeOf(real));
        }
        return places;
    }

    private static LogPlace placeOf(Path log) {
        String name = String.valueOf(log.getFileName());
        RotatedNames rotated = new RotatedNames(name);
        return new LogPlace(Survey.folderOf(log), any -> any.equals(name) || rotated.contains(any));
    }

    @Override
    public boolean read(LogConsumer consumer) throws IOException {
        return read((LineConsumer) consumer);
    }

    /** As {@link #read(LogConsumer)}: a text log holds lines only. */
    public boolean read(LineConsumer lines) throws IOException {
        for (int plans = 0; ; ) {
            if (reading != null) {
                readOn(reading, lines);
                return true;
            }
            if (steps == null) {
                steps = plan();
                plans++;
            }
            Step step = steps.poll();
            if (step == null) {
                steps = null;
                if (isMissing) {
                    throw new NoSuchFileException(name());
                }
                return false;
            }
            if (!open(step)) {
                steps = null; // renamed since it was looked at
                if (plans == PLANS_MAX) {
                    throw new LogRefusedException("is rotated faster than it can be read; find out by what");
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (reading != null) {
            reading.content.close();
            reading = null;
        }
        steps = null;
    }

    private Deque<Step> plan() throws IOException {
        Optional<Deque<Step>> unchanged = isCaughtUp() ? planWithoutSurvey() : Optional.empty();
        return unchanged.isPresent() ? unchanged.get() : planBySurvey();
    }

    /** Whether all files but the log itself have been read to their end. */
    private boolean isCaughtUp() {
        for (int i = 0; i < generations.size() - 1; i++) {
            if (generations.get(i).state() == Generation.State.OPEN) {
                return false;
            }
        }
        return !generations.isEmpty();
    }

    /** The usual case: the log is the one that was read last, and the files before it need no search. */
    private Optional<Deque<Step>> planWithoutSurvey() throws IOException {
        int last = generations.size() - 1;
        FileStatus live;
        try (LogFile file = LogFile.open(path, LogFile.Links.FOLLOW_OF_ROOT)) {
            live = file.status();
            LogHead head = LogHead.of(file.rawFrom(0));
            Generation known = generations.get(last);
            // A log known while it was empty may have been filled, copied and emptied since: only a survey can tell.
            boolean same =
                    live.identity().equals(known.identity()) && known.head().fits(head);
            if (!same || live.bytes() < known.position()) {
                return Optional.empty();
            }
            generations.set(last, known.seenAs(live.identity(), head));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        isMissing = false;
        liveBytes = live.bytes();
        lastWrite = Optional.of(live.modified());
        Deque<Step> plan = new ArrayDeque<>();
        for (int i = 0; i < last; i++) {
            Generation rotated = generations.get(i);
            if (rotated.state() == Generation.State.AT_END) {
                Optional<Path> file = find(rotated);
                if (file.isEmpty()) {
                    return Optional.empty();
                }
                plan.add(new Step(i, file.get(), rotated.identity(), Compression.NONE, false, false));
            }
        }
        plan.add(new Step(last, path, live.identity(), Compression.NONE, true, false));
        return Optional.of(plan);
    }

    /** Where a generation lies that was not compressed when it was last seen; empty if that takes a survey to tell. */
    private Optional<Path> find(Generation generation) throws IOException {
        Path real = Survey.realPath(path);
        for (Path rotated : Survey.rotated(real, new RotatedNames(String.valueOf(real.getFileName())))) {
            try {
                if (FileStatus.of(rotated).identity().equals(generation.identity())) {
                    return isStill(generation, rotated) ? Optional.of(rotated) : Optional.empty();
                }
            } catch (NoSuchFileException | LogRefusedException e) {
                return Optional.empty(); // rotation goes on just now
            }
        }
        return Optional.empty();
    }

    /** The inode alone does not tell: a compressed file may have got the one of the file that it replaced. */
    private static boolean isStill(Generation generation, Path rotated) throws IOException {
        try (LogFile file = LogFile.open(rotated, LogFile.Links.REFUSE)) {
            return file.status().identity().equals(generation.identity())
                    && file.compression() == Compression.NONE
                    && file.status().bytes() >= generation.position()
                    && generation.isIn(file.status().identity(), LogHead.of(file.rawFrom(0)));
        }
    }

    private Deque<Step> planBySurvey() throws IOException {
        Survey survey = Survey.of(path, LogFile.Links.FOLLOW_OF_ROOT);
        Succession succession = Succession.of(name(), generations, survey);
        if (!isKnown && firstRead != null) {
            skipOld(succession, survey, firstRead);
        }
        isKnown = true;
        generations = new ArrayList<>(succession.generations());
        gaps.addAll(succession.gaps());
        isMissing = true;
        liveBytes = 0;
        for (Candidate candidate : survey.candidates()) {
            if (candidate.isLive()) {
                isMissing = false;
                liveBytes = candidate.status().bytes();
                lastWrite = Optional.of(candidate.status().modified());
            }
        }
        return succession.steps();
    }

    private void skipOld(Succession succession, Survey survey, FirstRead first) {
        List<Generation> begun = succession.generations();
        for (int i = 0; i < begun.size(); i++) {
            Candidate file = succession.file(i).orElseThrow();
            boolean old = file.status().modified().isBefore(first.since(now));
            if (file.isLive() && first.isFromNow()) {
                succession.set(i, begun.get(i).at(file.status().bytes(), !file.endsWithLine()));
            } else if (!file.isLive() && (first.isFromNow() || old)) {
                succession.set(i, begun.get(i).with(Generation.State.DONE));
            }
        }
        for (Path unread : survey.unread()) {
            gaps.add(unread + ": is in a compression that is not read; unpack it before the agent starts anew");
        }
    }

    private boolean open(Step step) throws IOException {
        LogFile.Links links = step.isLive() ? LogFile.Links.FOLLOW_OF_ROOT : LogFile.Links.REFUSE;
        LogFile file;
        try {
            file = LogFile.open(step.path(), links);
        } catch (NoSuchFileException e) {
            return false;
        }
        Generation generation = generations.get(step.index());
        boolean plain = step.compression() == Compression.NONE;
        if (!file.status().identity().equals(step.identity())
                || plain && file.status().bytes() < generation.position()) {
            file.close();
            return false;
        }
        if (!plain && step.compression().isContentLength(file, generation.position())) {
            file.close();
            generations.set(step.index(), generation.with(Generation.State.DONE));
            return true;
        }
        if (plain && generation.head().length() < Fingerprint.BYTES_MAX) {
            // It may have grown since it was looked at; what is read of it must be known by its head.
            LogHead head = LogHead.of(file.rawFrom(0));
            generations.set(step.index(), generation.seenAs(step.identity(), head));
        }
        blocks.startAt(generation.position(), generation.inLongLine());
        reading = plain
                ? new Reading(step, file.status(), file.rawFrom(generation.position()), 0)
                : new Reading(
                        step,
                        file.status(),
                        step.compression().open(file.rawFrom(0), file.status().bytes()),
                        generation.position());
        return true;
    }

    private void readOn(Reading open, LineConsumer lines) throws IOException {
        boolean more;
        boolean damaged = false;
        try {
            open.skipRead();
            long left = open.isPlain() ? open.status.bytes() - blocks.position() - blocks.held() : Long.MAX_VALUE;
            more = left > 0 && blocks.read(open.content, left, lines, open.status.modified());
        } catch (LogDamagedException e) {
            gaps.add(open.step.path() + ": " + e.getMessage());
            more = false;
            damaged = true;
        }
        if (!more && open.step.isFinal() && !damaged) {
            blocks.takeHalfLine(lines, open.status.modified());
        }
        Generation read = generations.get(open.step.index()).at(blocks.position(), blocks.isInLongLine());
        if (!more) {
            read = read.with(open.step.isFinal() ? Generation.State.DONE : Generation.State.AT_END);
            reading = null;
            open.content.close();
        }
        generations.set(open.step.index(), read);
    }

    /** A file that is being read. */
    private static final class Reading {
        private final Step step;
        private final FileStatus status;
        private final InputStream content;
        private long toSkip;

        Reading(Step step, FileStatus status, InputStream content, long toSkip) {
            this.step = step;
            this.status = status;
            this.content = content;
            this.toSkip = toSkip;
        }

        boolean isPlain() {
            return step.compression() == Compression.NONE;
        }

        /** Passes over what was read before; a content that ends earlier just ends. */
        void skipRead() throws IOException {
            byte[] waste = toSkip > 0 ? new byte[LineBlocks.BLOCK_BYTES] : new byte[0];
            while (toSkip > 0) {
                int count = content.read(waste, 0, (int) Math.min(waste.length, toSkip));
                toSkip = count < 0 ? 0 : toSkip - count;
            }
        }
    }
}
