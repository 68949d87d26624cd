package net.saltban.sshd;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import net.saltban.address.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one host, by the process that serves each. Bounded: above {@link #OPEN_MAX} open ones the one silent for longest has its
 * last word. An ended connection is remembered for a short time, so that sshd's trailing messages are not taken for a new one.
 */
final class Connections {
    /** Open connections; sshd itself admits 100 that have not authenticated (MaxStartups), by default. */
    static final int OPEN_MAX = 16_384;

    /** Ended connections that are remembered. */
    static final int ENDED_MAX = 4_096;

    /** Connections at a time of one source whose lines name no process; sshd itself admits few that have not authenticated. */
    static final int OF_SOURCE_MAX = 64;

    /** How long an ended connection is remembered. */
    static final Span TRAILING = Span.ofSeconds(30);

    /** The line names no process: its source stands for it. */
    static final long NO_KEY = Long.MIN_VALUE;

    private final ConnectionTable open = new ConnectionTable(); // the one silent for longest first
    private final ConnectionTable ended = new ConnectionTable(); // the one that ended longest ago first
    private Instant latest = Instant.MIN;

    /** The key of a process. */
    static long key(long pid) {
        return pid < 0 ? NO_KEY : pid;
    }

    /**
     * The connection that a message belongs to, a new one if the process was used again or none is known.
     *
     * @param peer the source that the message names, or {@link Connection#NOBODY}
     * @param begins whether the message is the first of a connection
     */
    Connection touch(long key, IpAddress peer, int port, boolean begins, Instant time, Consumer<SourceEvent> out) {
        latest = time.isAfter(latest) ? time : latest;
        boolean isOfSource = key == NO_KEY;
        long k = isOfSource ? sourceKey(peer) : key;
        Connection known = get(open, k, peer, port);
        if (known != null) {
            if (belongs(known, peer, port, begins) && !Correlator.SILENCE.isOver(known.last, time)) {
                open.renew(known);
                known.last = time;
                return known;
            }
            open.remove(known);
            known.end(out);
        }
        Connection trailing = get(ended, k, peer, port);
        if (trailing != null) {
            if (!begins && belongs(trailing, peer, port, false) && isRemembered(trailing)) {
                return trailing;
            }
            ended.remove(trailing);
        }
        Connection fresh = new Connection(k, time);
        if (isOfSource) {
            fresh.learn(peer, port);
        }
        open.add(fresh);
        Connection eldest = open.size() > OPEN_MAX ? open.first() : null;
        if (eldest == null && isOfSource) {
            eldest = open.eldestAbove(OF_SOURCE_MAX, k, fresh);
        }
        if (eldest != null) {
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

    /** The open connection of a process; of a source the one that spoke last, if that was the last of all. */
    Optional<Connection> find(long key) {
        Connection last = open.last();
        Connection known = last != null && last.key == key ? last : open.get(key);
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
        removeSame(ended, c);
        ended.add(c);
        Connection eldest = isOfSource(c) ? ended.eldestAbove(OF_SOURCE_MAX, c.key, c) : null;
        if (eldest != null) {
            ended.remove(eldest);
        }
        eldest = ended.first();
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

    /** Puts one back from a checkpoint, the one silent for longest first; of two that cannot be told apart the later counts. */
    void restore(Connection c, boolean isEnded) {
        ConnectionTable table = isEnded ? ended : open;
        removeSame(table, c);
        table.add(c);
    }

    private static void removeSame(ConnectionTable table, Connection c) {
        Connection same = get(table, c.key, c.source(), c.port());
        if (same != null && (!isOfSource(c) || same.port() == c.port())) {
            table.remove(same);
        }
    }

    private static @Nullable Connection get(ConnectionTable table, long key, IpAddress source, int port) {
        return key < 0 ? table.get(key, source, port) : table.get(key);
    }

    private static boolean isOfSource(Connection c) {
        return c.key < 0;
    }

    void restoreLatest(Instant time) {
        latest = time;
    }

    /** The latest time of all messages; {@link Instant#MIN} before the first. */
    Instant latest() {
        return latest;
    }

    /** Connections held, open and ended. */
    int size() {
        return open.size() + ended.size();
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
