package net.saltban.source;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Puts what was read of a log together with the files that lie there now: which file is which generation, what is new, what is
 * left to read in which order, and what is gone. Decides, reads nothing.
 */
final class Succession {
    private final String log;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<Candidate> growing;

    /**
     * One file to read on.
     *
     * @param index its generation
     * @param path where it lies
     * @param identity which file has to lie there
     * @param compression how it is stored
     * @param isLive whether it is the log itself
     * @param isFinal whether it cannot grow any more, so that half a line at its end is a line
     */
    record Step(
            int index, Path path, FileIdentity identity, Compression compression, boolean isLive, boolean isFinal) {}

    private static final class Entry {
        private Generation generation;
        private final @Nullable Candidate file;

        Entry(Generation generation, @Nullable Candidate file) {
            this.generation = generation;
            this.file = file;
        }

        boolean isDone() {
            return generation.state() == Generation.State.DONE;
        }

        boolean isLive() {
            return file != null && file.isLive();
        }
    }

    private Succession(String log, List<Candidate> growing) {
        this.log = log;
        this.growing = growing;
    }

    /** Goes on from what is known; files that are not known are read from their start. */
    static Succession of(String log, List<Generation> known, Survey survey) {
        Succession succession = new Succession(log, growing(survey));
        List<Candidate> unknown = new ArrayList<>(survey.candidates());
        List<Generation> knowable = new ArrayList<>(known);
        // An empty file that cannot grow any more tells nothing, and its inode may carry another one by now.
        knowable.removeIf(generation ->
                generation.state() == Generation.State.DONE && generation.head().length() == 0);
        succession.recognise(knowable, unknown);
        succession.noteLost(survey);
        for (Candidate candidate : unknown) {
            succession.entries.add(
                    new Entry(Generation.unread(candidate.status().identity(), candidate.head()), candidate));
        }
        succession.entries.sort(Comparator.comparing(Entry::isLive)); // stable: only the log itself moves, to the end
        succession.forget();
        return succession;
    }

    /** All generations, oldest first, the log itself last. */
    List<Generation> generations() {
        List<Generation> generations = new ArrayList<>();
        for (Entry entry : entries) {
            generations.add(entry.generation);
        }
        return generations;
    }

    /** The file of a generation; empty if it is gone. */
    Optional<Candidate> file(int index) {
        return Optional.ofNullable(entries.get(index).file);
    }

    /** Changes what is known of a generation. */
    void set(int index, Generation generation) {
        entries.get(index).generation = generation;
    }

    /** What is lost, for people. */
    List<String> gaps() {
        return gaps;
    }

    /** What there is to read, in this order. */
    Deque<Step> steps() {
        Deque<Step> steps = new ArrayDeque<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.file != null && !entry.isDone()) {
                steps.add(step(i, entry.file));
            }
        }
        return steps;
    }

    private Step step(int index, Candidate file) {
        return new Step(
                index,
                file.path(),
                file.status().identity(),
                file.compression(),
                file.isLive(),
                !growing.contains(file));
    }

    /**
     * The log itself, and the rotated files that may still be open in a writer that has not been told yet. That is one, but
     * two are watched: a file that somebody touched can look like the newest.
     */
    private static List<Candidate> growing(Survey survey) {
        List<Candidate> plain = new ArrayList<>(survey.candidates());
        plain.removeIf(candidate -> !candidate.isPlain());
        return plain.subList(Math.max(0, plain.size() - 3), plain.size());
    }

    /**
     * Content first: a file known by its inode only, because it was empty, may be gone and its inode have passed on to the
     * compressed form of another generation.
     */
    private void recognise(List<Generation> known, List<Candidate> unknown) {
        @Nullable Candidate[] files = new Candidate[known.size()];
        for (boolean byContent : new boolean[] {true, false}) {
            for (int i = known.size() - 1; i >= 0; i--) {
                if (known.get(i).head().length() > 0 == byContent) {
                    files[i] = take(known.get(i), unknown);
                }
            }
        }
        for (int i = 0; i < files.length; i++) {
            Candidate file = files[i];
            entries.add(new Entry(
                    file == null
                            ? known.get(i)
                            : shortened(known.get(i).seenAs(file.status().identity(), file.head()), file),
                    file));
        }
    }

    private static @Nullable Candidate take(Generation generation, List<Candidate> unknown) {
        for (Candidate candidate : unknown) {
            if (generation.isIn(candidate.status().identity(), candidate.head())) {
                unknown.remove(candidate);
                return candidate;
            }
        }
        return null;
    }

    /** A plain file that lost its end in place: what is written from now on counts. */
    private Generation shortened(Generation generation, Candidate file) {
        long bytes = file.status().bytes();
        if (!file.isPlain() || bytes >= generation.position()) {
            return generation;
        }
        gaps.add(file.path() + ": was cut to " + bytes + " bytes after " + generation.position()
                + " had been read; what was written in between may be lost");
        return generation.at(bytes, !file.endsWithLine());
    }

    private void noteLost(Survey survey) {
        int last = entries.size() - 1;
        for (int i = 0; i <= last; i++) {
            Entry entry = entries.get(i);
            if (entry.file != null || entry.isDone()) {
                continue;
            }
            boolean unfinished = i == last || entry.generation.state() == Generation.State.OPEN;
            if (unfinished && entry.generation.head().length() > 0) {
                gaps.add(log + ": was replaced or emptied after byte " + entry.generation.position()
                        + " and no rotated file continues it" + where(survey)
                        + "; what was written in between may be lost");
            }
            entry.generation = entry.generation.with(Generation.State.DONE);
        }
    }

    private static String where(Survey survey) {
        return survey.unread().isEmpty()
                ? ""
                : " (" + survey.unread().get(0).getFileName() + " is in a compression that is not read)";
    }

    /** Drops what was never known by its content, then the oldest of those whose files are gone. */
    private void forget() {
        entries.removeIf(entry ->
                entry.file == null && entry.isDone() && entry.generation.head().length() == 0);
        for (int i = 0; i < entries.size() && entries.size() > Checkpoint.GENERATIONS_MAX; i++) {
            if (entries.get(i).file == null && entries.get(i).isDone()) {
                entries.remove(i--);
            }
        }
        while (entries.size() > Checkpoint.GENERATIONS_MAX) {
            entries.remove(0);
        }
    }
}
