package net.saltban.sshd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

import net.saltban.limits.InputLimits;
import net.saltban.syslog.StampClock;

/**
 * Reads one log: prefix, signature, and the attempts of each connection. Lines come in blocks or one by one; a block can be read by a {@link
 * BlockReader} on another thread and is then counted here, in the log's order. Not for several threads at once.
 */
public final class SshdReader {
    private final ZoneId zone;
    private final LineReader reader;
    private final BlockReader blockReader;
    private final BlockReading block = new BlockReading();
    private final LineReading single = new LineReading();
    private final TextCache texts = new TextCache();
    private final BareLines bareLines = new BareLines();
    private final StampClock clock;
    private final Hosts hosts;
    private long lines;
    private long ambiguous;

    /**
     * A reader that has seen nothing yet.
     *
     * @param zone zone of stamps that name none
     */
    public SshdReader(ZoneId zone) {
        this(zone, List.of());
    }

    /** As {@link #SshdReader(ZoneId)}, with an operator's own phrases. */
    public SshdReader(ZoneId zone, List<Phrase> phrases) {
        this(zone, phrases, new StampClock(zone, Instant.MIN, false), new Hosts());
    }

    private SshdReader(ZoneId zone, List<Phrase> phrases, StampClock clock, Hosts hosts) {
        this.zone = zone;
        this.blockReader = new BlockReader(phrases);
        this.reader = blockReader.lines();
        this.clock = clock;
        this.hosts = hosts;
    }

    /**
     * Reads one line, without its line end. Only the first {@link InputLimits#LOG_LINE_BYTES_MAX} bytes are looked at.
     *
     * @param notAfter latest time at which the line can have been written (the file's mtime, or now), for stamps without a year
     */
    public void line(byte[] buffer, int from, int to, Instant notAfter, Consumer<SourceEvent> out) {
        int bytes = Math.min(to - from, InputLimits.LOG_LINE_BYTES_MAX) + 1;
        if (reader.read(buffer, from, to, single)) {
            single.bytesBefore = 0;
            single.bytesBehind = bytes;
            count(single, buffer, notAfter, out);
        } else {
            hosts.interrupt();
        }
        lines++;
        bareLines.pass(bytes);
    }

    /** The next line does not stand directly behind the one before: what stood between them was passed over. */
    void interrupt() {
        hosts.interrupt();
    }

    /**
     * Reads the lines of a block; what stands behind the last line feed is a line as well.
     *
     * @param notAfter as for {@link #line}
     */
    public void lines(byte[] buffer, int from, int to, Instant notAfter, Consumer<SourceEvent> out) {
        blockReader.read(buffer, from, to, block);
        count(block, notAfter, out);
    }

    /**
     * Says what time it is: a stamp from later than that is of a clock that is wrong, and its message counts as of the last write.
     *
     * @param now the time by a clock that can be trusted
     */
    public void setNow(Instant now) {
        clock.setNow(now);
    }

    /** Reads blocks for {@link #count} on the thread that calls it; other threads need readers of their own. */
    public BlockReader blockReader() {
        return blockReader;
    }

    /**
     * Counts what the lines of a block say; blocks come in the order of the log.
     *
     * @param notAfter as for {@link #line}
     */
    public void count(BlockReading read, Instant notAfter, Consumer<SourceEvent> out) {
        int before = 0;
        for (int i = 0; i < read.size(); i++) {
            LineReading line = read.get(i);
            if (line.position != before + 1) {
                hosts.interrupt();
            }
            before = line.position;
            count(line, read.buffer(), notAfter, out);
        }
        if (before != read.positions()) {
            hosts.interrupt();
        }
        lines += read.lines();
        bareLines.pass(read.bytes());
    }

    private void count(LineReading line, byte[] buffer, Instant notAfter, Consumer<SourceEvent> out) {
        boolean forgeable = bareLines.isNear(line.bytesBefore);
        switch (line.kind) {
            case MESSAGE -> message(line, forgeable, buffer, notAfter, out);
            case PHRASE -> {
                hosts.interrupt();
                phrase(line, forgeable, buffer, notAfter, out);
            }
            case REPETITION -> {
                if (hosts.isRepeatable() && !forgeable && line.stamp.isTime()) {
                    hosts.repeat(line.host, line.repeated, clock.instant(line.stamp, notAfter), out);
                } else {
                    hosts.interrupt();
                }
            }
            case BARE -> {
                hosts.interrupt();
                bareLines.see(line.bytesBehind);
            }
        }
    }

    private void message(
            LineReading line, boolean forgeable, byte[] buffer, Instant notAfter, Consumer<SourceEvent> out) {
        Reading reading = line.reading;
        if (reading.isAmbiguous() || forgeable && reading.isTelling()) {
            ambiguous++;
        }
        if (line.stamp.isTime() && !forgeable) {
            Instant time = clock.instant(line.stamp, notAfter);
            hosts.accept(line.host, reading, buffer, line.pid, time, out);
        }
    }

    /** What a phrase says of another program's message: each is one attempt; its process serves many connections. */
    private void phrase(
            LineReading line, boolean forgeable, byte[] buffer, Instant notAfter, Consumer<SourceEvent> out) {
        if (forgeable || line.reading.isAmbiguous()) {
            ambiguous++;
        } else if (line.reading.hasPeer() && line.stamp.isTime()) {
            phrase(line.reading, buffer, clock.instant(line.stamp, notAfter), out);
        }
    }

    private void phrase(Reading reading, byte[] buffer, Instant time, Consumer<SourceEvent> out) {
        if (reading.isAmbiguous()) {
            ambiguous++;
        } else if (reading.hasPeer()) {
            String user = texts.text(buffer, reading.userFrom, reading.userTo);
            out.accept(new SourceEvent(
                    SourceEvent.Kind.FAILURE, time, reading.peer(), user, false, "", "", reading.repeat));
        }
    }

    /**
     * Reads one message that came without a prefix, from a journal.
     *
     * @param identifier the program's name, as its sender gave it
     * @param isVouched whether the journal vouches that the daemon of this name wrote it; without that a message of sshd's or
     *     dropbear's never acts, and is counted as ambiguous if it would blame or admit somebody
     * @param origin tells machines and boots apart
     * @param pid process that wrote it, or -1
     */
    public void message(
            String identifier,
            boolean isVouched,
            int origin,
            long pid,
            Instant time,
            byte[] text,
            Consumer<SourceEvent> out) {
        lines++;
        int to = Math.min(text.length, InputLimits.LOG_LINE_BYTES_MAX);
        byte[] tag = identifier.getBytes(StandardCharsets.UTF_8);
        Program program = Program.of(tag, 0, tag.length);
        Reading reading = single.reading;
        if (program == Program.OTHER) {
            hosts.interrupt();
            if (reader.readPhrase(text, 0, to, tag, 0, tag.length, reading)) {
                phrase(reading, text, time, out);
            }
            return;
        }
        reader.readMessage(program, text, 0, to, tag, 0, tag.length, reading);
        if (reading.isAmbiguous() || !isVouched && reading.isTelling()) {
            ambiguous++;
        }
        if (!isVouched || reading.signature.isNone()) {
            hosts.interrupt();
            return;
        }
        clock.see(time);
        hosts.accept(origin, reading, text, pid, time, out);
    }

    /**
     * When the last line or message was written that a reader had recognised; {@link Instant#MIN} if there was none.
     *
     * @param state as {@link #state} gave it
     * @throws IOException if the state is damaged or of another version
     */
    public static Instant lastTime(byte[] state) throws IOException {
        return ReaderState.read(state).lastStamp();
    }

    /** Ends what can no longer change: connections silent for so long that their last word counts. */
    public void settle(Instant now, Consumer<SourceEvent> out) {
        hosts.settle(now, out);
    }

    /** Ends everything that is pending; for a scan that keeps no state. */
    public void finish(Consumer<SourceEvent> out) {
        hosts.finish(out);
    }

    /** Lines read, of any program, since this reader was made. */
    public long lines() {
        return lines;
    }

    /** Lines of sshd that blame or admit somebody, but not unmistakably whom; they blamed nobody. */
    public long ambiguous() {
        return ambiguous;
    }

    /** Open connections and the last stamp, for a checkpoint: versioned, at most some two megabytes. */
    public byte[] state() {
        return ReaderState.write(clock, bareLines.near(), hosts);
    }

    /** The zone of stamps that name none. */
    public ZoneId zone() {
        return zone;
    }

    /**
     * A reader that goes on where {@link #state} was taken; its counts of lines begin at 0.
     *
     * @throws IOException if the state is damaged or of another version; the message says which
     */
    public static SshdReader restore(ZoneId zone, byte[] state) throws IOException {
        return restore(zone, state, List.of());
    }

    /** As {@link #restore(ZoneId, byte[])}, with an operator's own phrases. */
    public static SshdReader restore(ZoneId zone, byte[] state, List<Phrase> phrases) throws IOException {
        ReaderState.Restored restored = ReaderState.read(state);
        StampClock clock = new StampClock(zone, restored.lastStamp(), restored.isSure());
        SshdReader reader = new SshdReader(zone, phrases, clock, restored.hosts());
        reader.bareLines.restore(restored.bareBytes());
        return reader;
    }
}
