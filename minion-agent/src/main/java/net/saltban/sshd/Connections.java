package net.saltban.sshd;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import net.saltban.address.IpAddress;

/**
 * The connections of one log, by the process that serves each. Bounded: above {@link #OPEN_MAX} open ones the one silent for longest has its
 * last word. An ended connection is remembered for a short time, so that sshd's trailing messages are not taken for a new one.
 */
final class Connections {
    /** Open connections; sshd itself admits 100 that have not authenticated (MaxStartups), by default. */
    static final int OPEN_MAX = 16_384;

    /** Ended connections that are remembered. */
    static final int ENDED_MAX = 4_096;

    /** How long an ended connection is remembered. */
    static final Span TRAILING = Span.ofSeconds(30);

    /** The line names no process: its source stands for it. */
    static final long NO_KEY = Long.MIN_VALUE;

    private final ConnectionTable open = new ConnectionTable(); // the one silent for longest first
    private final ConnectionTable ended = new ConnectionTable(); // the one that ended longest ago first
    private Instant latest = Instant.MIN;

    /** The key of a process on a host. */
    static long key(int hostHash, long pid) {
        return pid < 0 ? NO_KEY : ((long) hostHash << 32 ^ pid) & Long.MAX_VALUE;
    }

    /**
     * The connection that a message belongs to, a new one if the process was used again or none is known.
     *
     * @param peer the source that the message names, or {@link Connection#NOBODY}
     * @param begins whether the message is the first of a connection
     */
    Connection touch(long key, IpAddress peer, int port, boolean begins, Instant time, Consumer<SourceEvent> out) {
        latest = time.isAfter(latest) ? time : latest;
        long k = key == NO_KEY ? sourceKey(peer) : key;
        Connection known = open.get(k);
        if (known != null) {
            if (belongs(known, peer, port, begins) && !Correlator.SILENCE.isOver(known.last, time)) {
                open.renew(known);
                known.last = time;
                return known;
            }
            open.remove(known);
            known.end(out);
        }
        Connection trailing = ended.get(k);
        if (trailing != null) {
            if (!begins && belongs(trailing, peer, port, false) && isRemembered(trailing)) {
                return trailing;
            }
            ended.remove(trailing);
        }
        Connection fresh = new Connection(k, time);
        open.add(fresh);
        Connection eldest = open.first();
        if (open.size() > OPEN_MAX && eldest != null) {
            open.remove(eldest);
            eldest.end(out);
        }
        return fresh;
    }

    /**
     * Whether an ended connection is still remembered. Measured by the latest time of all, not by the message's: a clock that is set back must not
     * bring back what a checkpoint has let go.
     */
    boolean isRemembered(Connection one) {
        return !TRAILING.isOver(one.last, latest);
    }

    private static boolean belongs(Connection known, IpAddress peer, int port, boolean begins) {
        if (begins && !known.isNamed()) {
            return false;
        }
        return peer.equals(Connection.NOBODY) || !known.isOther(peer, port);
    }

    /** The open connection of a process. */
    Optional<Connection> find(long key) {
        Connection known = open.get(key);
        if (known != null) {
            open.renew(known);
        }
        return Optional.ofNullable(known);
    }

    /** A connection ends; its last word counts, once. */
    void end(Connection c, Consumer<SourceEvent> out) {
        if (!open.remove(c)) {
            return;
        }
        c.end(out);
        remember(c);
    }

    private void remember(Connection c) {
        Connection before = ended.get(c.key);
        if (before != null) {
            ended.remove(before);
        }
        ended.add(c);
        Connection eldest = ended.first();
        while (eldest != null && (ended.size() > ENDED_MAX || !isRemembered(eldest))) {
            ended.remove(eldest);
            eldest = ended.first();
        }
    }

    /** Ends connections that have been silent for {@link Correlator#SILENCE}. */
    void settle(Instant now, Consumer<SourceEvent> out) {
        Connection eldest = open.first();
        while (eldest != null && Correlator.SILENCE.isOver(eldest.last, now)) {
            open.remove(eldest);
            eldest.end(out);
            eldest = open.first();
        }
    }

    /** Ends all. */
    void finish(Consumer<SourceEvent> out) {
        for (Connection c : open.all()) {
            open.remove(c);
            c.end(out);
        }
        for (Connection c : ended.all()) {
            ended.remove(c);
        }
    }

    /** Puts one back from a checkpoint, the one silent for longest first; of two with one key the later counts. */
    void restore(Connection c, boolean isEnded) {
        ConnectionTable table = isEnded ? ended : open;
        Connection before = table.get(c.key);
        if (before != null) {
            table.remove(before);
        }
        table.add(c);
    }

    void restoreLatest(Instant time) {
        latest = time;
    }

    /** The latest time of all messages; {@link Instant#MIN} before the first. */
    Instant latest() {
        return latest;
    }

    List<Connection> open() {
        return open.all();
    }

    List<Connection> ended() {
        return ended.all();
    }

    /** Negative, so that it is no process's key. */
    private static long sourceKey(IpAddress peer) {
        long mixed = (peer.high() * 31 + peer.low()) * 0x9e3779b97f4a7c15L;
        return mixed >>> 1 | Long.MIN_VALUE;
    }
}
