package net.saltban.sshd;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Reads one log: prefix, signature, and the attempts of each connection. Not for several threads at once. */
public final class SshdReader {
    private static final byte STATE_VERSION = 1;

    private final ZoneId zone;
    private long lines;
    private long ambiguous;

    /**
     * A reader that has seen nothing yet.
     *
     * @param zone zone of stamps that name none
     */
    public SshdReader(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Reads one line, without its line end.
     *
     * @param notAfter latest time at which the line can have been written (the file's mtime, or now), for stamps without a year
     */
    public void line(byte[] buffer, int from, int to, Instant notAfter, Consumer<SourceEvent> out) {
        lines++;
    }

    /**
     * Reads one message that came without a prefix, from a journal that vouches for its sender.
     *
     * @param pid process that wrote it, or -1
     */
    public void message(long pid, Instant time, byte[] buffer, int from, int to, Consumer<SourceEvent> out) {
        lines++;
    }

    /** Ends what can no longer change: connections silent for so long that their last word counts. */
    public void settle(Instant now, Consumer<SourceEvent> out) {}

    /** Ends everything that is pending; for a scan that keeps no state. */
    public void finish(Consumer<SourceEvent> out) {}

    /** Lines read, of any program. */
    public long lines() {
        return lines;
    }

    /** Lines of sshd that blame somebody, but not unmistakably whom; they blamed nobody. */
    public long ambiguous() {
        return ambiguous;
    }

    /** The zone of stamps that name none. */
    public ZoneId zone() {
        return zone;
    }

    /** Open connections and the year last seen, for a checkpoint; bounded, versioned. */
    public byte[] state() {
        return new byte[] {STATE_VERSION};
    }

    /**
     * A reader that goes on where {@link #state} was taken.
     *
     * @throws IOException if the state is damaged or of another version; the message says which
     */
    public static SshdReader restore(ZoneId zone, byte[] state) throws IOException {
        if (state.length < 1 || state[0] != STATE_VERSION) {
            throw new IOException("state of open connections is damaged or of another version");
        }
        return new SshdReader(zone);
    }
}
