package net.saltban.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.durable.AtomicFile;
import net.saltban.durable.LockFile;
import net.saltban.finding.Epoch;

/**
 * The writing end of a minion's outbox: a folder of {@link Segment}s that only grows at its end. A batch with the checkpoint
 * behind it is one record: after a crash either both are there or neither, and then its log lines are read again under the
 * same numbers. One writer at a time.
 *
 * <p>Reading it ({@link OutboxReader}) takes nothing away. Whole segments fall off after {@link OutboxLimits}.
 */
public final class Outbox implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final Path folder;
    private final InstantSource clock;
    private final OutboxLimits limits;
    private final LockFile lock;
    private final List<Segment> segments;
    private final String epoch;
    private FileChannel channel;
    private String newestKey;
    private long end;
    private long nextSeq;
    private Optional<Batch.Checkpoint> checkpoint;

    private Outbox(
            Path folder, InstantSource clock, OutboxLimits limits, LockFile lock, List<Segment> segments, Opened opened)
            throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.limits = limits;
        this.lock = lock;
        this.segments = segments;
        this.epoch = segments.get(0).epoch();
        this.channel = opened.channel;
        this.newestKey = key(segments.get(segments.size() - 1).file());
        this.end = opened.end;
        this.nextSeq = opened.nextSeq;
        this.checkpoint = opened.checkpoint;
    }

    /** The newest segment, open at its end. */
    private record Opened(FileChannel channel, long end, long nextSeq, Optional<Batch.Checkpoint> checkpoint) {}

    /**
     * Opens the outbox of a folder, or begins one; an unfinished write at its end is dropped.
     *
     * @param patience how long to wait for another writer to end
     * @return empty if another writer still holds it
     * @throws OutboxDamagedException if it is damaged
     */
    public static Optional<Outbox> open(Path folder, Duration patience, InstantSource clock, OutboxLimits limits)
            throws IOException {
        Files.createDirectories(folder);
        Optional<LockFile> lock = lock(folder.resolve("lock"), patience);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        boolean opened = false;
        try {
            List<Segment> segments = new ArrayList<>(Segment.all(folder));
            if (segments.isEmpty()) {
                segments.add(Segment.create(folder, Epoch.random(), 1, 1, clock.instant()));
            }
            Outbox outbox = new Outbox(folder, clock, limits, lock.get(), segments, openNewest(segments));
            opened = true;
            return Optional.of(outbox);
        } finally {
            if (!opened) {
                lock.get().close();
            }
        }
    }

    private static Optional<LockFile> lock(Path file, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<LockFile> lock = LockFile.tryLock(file);
            if (lock.isPresent() || System.nanoTime() > deadline) {
                return lock;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private static Opened openNewest(List<Segment> segments) throws IOException {
        Segment newest = segments.get(segments.size() - 1);
        Optional<Batch.Checkpoint> checkpoint = Optional.empty();
        if (segments.size() > 1) {
            // A crash between beginning a segment and its first record leaves the checkpoint in the one before.
            Segment before = segments.get(segments.size() - 2);
            try (FileChannel in = FileChannel.open(before.file(), StandardOpenOption.READ)) {
                SegmentRecords records = new SegmentRecords(before, in, false);
                checkpoint = records.lastCheckpoint();
                if (records.nextSeq() != newest.firstSeq()) {
                    throw new OutboxDamagedException(newest.file(), "does not go on at number " + records.nextSeq());
                }
            }
        }
        FileChannel channel = FileChannel.open(newest.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            SegmentRecords records = new SegmentRecords(newest, channel, true);
            Optional<Batch.Checkpoint> newer = records.lastCheckpoint();
            if (channel.size() > records.end()) {
                channel.truncate(records.end());
                channel.force(true);
            }
            opened = true;
            return new Opened(channel, records.end(), records.nextSeq(), newer.isPresent() ? newer : checkpoint);
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** Its random id. */
    public String epoch() {
        return epoch;
    }

    /** Number of the next finding, from 1. */
    public long nextSeq() {
        return nextSeq;
    }

    /** What the last batch left; empty in a new outbox. */
    public Optional<Batch.Checkpoint> checkpoint() {
        return checkpoint;
    }

    /**
     * Whether it still lies where it was opened. Where its folder was moved away or removed, everything could be written as
     * before, for nobody.
     */
    public boolean isInPlace() throws IOException {
        Path newest = segments.get(segments.size() - 1).file();
        try {
            return key(newest).equals(newestKey);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String key(Path file) throws IOException {
        return String.valueOf(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    /**
     * Keeps a batch: when this returns, it survives any crash.
     *
     * @param batch its findings are numbered from {@link #nextSeq} on, and it has a checkpoint
     * @throws IOException if it cannot be written; then nothing of it is kept
     */
    public void append(Batch batch) throws IOException {
        long seq = nextSeq;
        for (var finding : batch.findings()) {
            if (finding.seq() != seq++ || !finding.epoch().equals(epoch)) {
                throw new IllegalArgumentException("finding " + finding.seq() + " is not number " + (seq - 1));
            }
        }
        ByteBuffer bytes = RecordForm.encode(nextSeq, batch);
        boolean full = isFull();
        if (full) {
            beginSegment();
        }
        write(bytes);
        nextSeq = seq;
        checkpoint = batch.checkpoint();
        if (full) {
            // Only now: until this record the one before held the checkpoint.
            Compaction.dropCheckpoints(segments.get(segments.size() - 2));
            prune();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        long start = end;
        boolean kept = false;
        try {
            long at = start;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            channel.force(false);
            end = at;
            kept = true;
        } catch (IOException e) {
            throw named(e);
        } finally {
            if (!kept) {
                channel.truncate(start); // where that fails too, the next start does it
            }
        }
    }

    /** A channel does not say which file it is. */
    private IOException named(IOException e) {
        String file = segments.get(segments.size() - 1).file().toString();
        FileSystemException named = new FileSystemException(file, null, String.valueOf(e.getMessage()));
        named.initCause(e);
        return named;
    }

    private boolean isFull() {
        Segment newest = segments.get(segments.size() - 1);
        boolean old = newest.begun().plus(limits.segmentAge()).isBefore(clock.instant());
        return end >= limits.segmentBytes() || old && end > Segment.HEADER_BYTES;
    }

    private void beginSegment() throws IOException {
        Segment newest = segments.get(segments.size() - 1);
        Segment next = Segment.create(folder, epoch, newest.number() + 1, nextSeq, clock.instant());
        FileChannel opened = FileChannel.open(next.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.close();
        channel = opened;
        end = Segment.HEADER_BYTES;
        newestKey = key(next.file());
        segments.add(next);
    }

    private void prune() throws IOException {
        Instant oldest = clock.instant().minus(limits.keepAge());
        long bytes = OutboxReader.bytes(segments);
        boolean dropped = false;
        while (segments.size() > 1 && (segments.get(1).begun().isBefore(oldest) || bytes > limits.keepBytes())) {
            Segment first = segments.remove(0);
            bytes -= Files.size(first.file());
            Files.delete(first.file());
            dropped = true;
        }
        if (dropped) {
            AtomicFile.syncFolder(folder);
        }
    }

    /** Lets the next writer in. */
    @Override
    public void close() throws IOException {
        try (lock) {
            channel.close();
        }
    }
}
