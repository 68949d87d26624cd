package net.saltban.sshd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

import net.saltban.limits.InputLimits;
import net.saltban.syslog.StampClock;
import net.saltban.syslog.SyslogHeader;

/**
 * Reads one log: prefix, signature, and the attempts of each connection. Copies no line; a line of another program costs only a look at its
 * tag. Not for several threads at once.
 */
public final class SshdReader {
    private final ZoneId zone;
    private final SyslogHeader header = new SyslogHeader();
    private final Recogniser recogniser = new Recogniser();
    private final Reading reading = new Reading();
    private final TextCache texts = new TextCache();
    private final BareLines bareLines = new BareLines();
    private final Phrases phrases;
    private final StampClock clock;
    private final Correlator correlator;
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
        this(zone, phrases, Instant.MIN, new Correlator());
    }

    private SshdReader(ZoneId zone, List<Phrase> phrases, Instant lastStamp, Correlator correlator) {
        this.zone = zone;
        this.phrases = new Phrases(phrases);
        this.clock = new StampClock(zone, lastStamp);
        this.correlator = correlator;
    }

    /**
     * Reads one line, without its line end. Only the first {@link InputLimits#LOG_LINE_BYTES_MAX} bytes are looked at.
     *
     * @param notAfter latest time at which the line can have been written (the file's mtime, or now), for stamps without a year
     */
    public void line(byte[] buffer, int from, int to, Instant notAfter, Consumer<SourceEvent> out) {
        lines++;
        int end = Math.min(to, from + InputLimits.LOG_LINE_BYTES_MAX);
        if (!phrases.hasOthers() && header.isOther(buffer, from, end)) {
            correlator.interrupt();
            bareLines.pass(end - from);
            return;
        }
        boolean prefixed = header.read(buffer, from, end);
        Program program = prefixed ? Program.of(buffer, header.tagFrom(), header.tagTo()) : Program.OTHER;
        if (program == Program.OTHER) {
            other(prefixed, buffer, from, end, notAfter, out);
            return;
        }
        boolean forgeable = bareLines.isNear(end - from);
        recogniser.read(program, buffer, header.messageFrom(), header.messageTo(), reading);
        if (program == Program.SSHD) {
            phrases.readSshd(buffer, reading);
        } else if (!reading.isTelling() && !reading.isAmbiguous()) {
            readOther(buffer);
        }
        if (reading.signature.isNone()) {
            correlator.interrupt();
            return;
        }
        if (reading.isAmbiguous() || forgeable && reading.isTelling()) {
            ambiguous++;
        }
        if (header.isTimed() && !forgeable) {
            Instant time = clock.instant(header, notAfter);
            correlator.accept(reading, buffer, hostHash(buffer), header.pid(), time, out);
        }
    }

    private void other(boolean prefixed, byte[] buffer, int from, int to, Instant notAfter, Consumer<SourceEvent> out) {
        int repeated = correlator.isRepeatable() ? header.lastMessageRepeated(buffer, from, to) : 0;
        if (repeated > 0 && !bareLines.isNear(to - from) && header.isTimed()) {
            correlator.repeat(repeated, clock.instant(header, notAfter), out);
            return;
        }
        correlator.interrupt();
        if (prefixed) {
            boolean forgeable = bareLines.isNear(to - from);
            if (phrases.hasOthers() && header.read(buffer, from, to) && readOther(buffer)) {
                phrase(forgeable, notAfter, buffer, out);
            }
        } else {
            bareLines.see(recogniser, reading, buffer, from, to);
        }
    }

    private boolean readOther(byte[] buffer) {
        return phrases.readOther(
                buffer, buffer, header.tagFrom(), header.tagTo(), header.messageFrom(), header.messageTo(), reading);
    }

    /** What a phrase says of another program's message: each is one attempt; its process serves many connections. */
    private void phrase(boolean forgeable, Instant notAfter, byte[] buffer, Consumer<SourceEvent> out) {
        if (forgeable || reading.isAmbiguous()) {
            ambiguous++;
        } else if (reading.hasPeer() && header.isTimed()) {
            phrase(buffer, clock.instant(header, notAfter), out);
        }
    }

    private void phrase(byte[] buffer, Instant time, Consumer<SourceEvent> out) {
        if (reading.isAmbiguous()) {
            ambiguous++;
        } else if (reading.hasPeer()) {
            String user = texts.text(buffer, reading.userFrom, reading.userTo);
            out.accept(new SourceEvent(SourceEvent.Kind.FAILURE, time, reading.peer(), user, false, "", "", 1));
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
        if (program == Program.OTHER) {
            correlator.interrupt();
            if (phrases.readOther(text, tag, 0, tag.length, 0, to, reading)) {
                phrase(text, time, out);
            }
            return;
        }
        recogniser.read(program, text, 0, to, reading);
        if (program == Program.SSHD) {
            phrases.readSshd(text, reading);
        } else if (!reading.isTelling() && !reading.isAmbiguous()) {
            phrases.readOther(text, tag, 0, tag.length, 0, to, reading);
        }
        if (reading.isAmbiguous() || !isVouched && reading.isTelling()) {
            ambiguous++;
        }
        if (!isVouched || reading.signature.isNone()) {
            correlator.interrupt();
            return;
        }
        clock.see(time);
        correlator.accept(reading, text, origin, pid, time, out);
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

    private int hostHash(byte[] buffer) {
        int hash = 0;
        for (int i = header.hostFrom(); i < header.hostTo(); i++) {
            hash = hash * 31 + buffer[i];
        }
        return hash;
    }

    /** Ends what can no longer change: connections silent for so long that their last word counts. */
    public void settle(Instant now, Consumer<SourceEvent> out) {
        correlator.settle(now, out);
    }

    /** Ends everything that is pending; for a scan that keeps no state. */
    public void finish(Consumer<SourceEvent> out) {
        correlator.finish(out);
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
        return ReaderState.write(clock.last(), bareLines.near(), correlator);
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
        SshdReader reader = new SshdReader(zone, phrases, restored.lastStamp(), restored.correlator());
        reader.bareLines.restore(restored.bareBytes());
        return reader;
    }
}
