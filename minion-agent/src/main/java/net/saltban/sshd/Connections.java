package net.saltban.sshd;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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
    static final Duration TRAILING_MAX = Duration.ofSeconds(30);

    /** The line names no process: its source stands for it. */
    static final long NO_KEY = Long.MIN_VALUE;

    private final LinkedHashMap<Long, Connection> open = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<Long, Connection> ended = new LinkedHashMap<>();
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
            if (belongs(known, peer, port, begins)
                    && known.last.plus(Correlator.SILENCE_MAX).isAfter(time)) {
                known.last = time;
                return known;
            }
            open.remove(k);
            known.end(out);
        }
        Connection trailing = ended.get(k);
        if (trailing != null) {
            if (!begins && belongs(trailing, peer, port, false) && isRemembered(trailing)) {
                return trailing;
            }
            ended.remove(k);
        }
        Connection fresh = new Connection(k, time);
        open.put(k, fresh);
        if (open.size() > OPEN_MAX) {
            removeEldest(open).end(out);
        }
        return fresh;
    }

    /**
     * Whether an ended connection is still remembered. Measured by the latest time of all, not by the message's: a clock that is set back must not
     * bring back what a checkpoint has let go.
     */
    boolean isRemembered(Connection one) {
        return one.last.plus(TRAILING_MAX).isAfter(latest);
    }

    private static boolean belongs(Connection known, IpAddress peer, int port, boolean begins) {
        if (begins && !known.isNamed()) {
            return false;
        }
        return peer.equals(Connection.NOBODY) || !known.isOther(peer, port);
    }

    /** The open connection of a process. */
    Optional<Connection> find(long key) {
        return Optional.ofNullable(open.get(key));
    }

    /** A connection ends; its last word counts, once. */
    void end(Connection c, Consumer<SourceEvent> out) {
        if (open.remove(c.key) == null) {
            return;
        }
        c.end(out);
        remember(c);
    }

    private void remember(Connection c) {
        ended.remove(c.key);
        ended.put(c.key, c);
        if (ended.size() > ENDED_MAX) {
            removeEldest(ended);
        }
    }

    /** Ends connections that have been silent for {@link Correlator#SILENCE_MAX}. */
    void settle(Instant now, Consumer<SourceEvent> out) {
        Instant bound = now.minus(Correlator.SILENCE_MAX);
        Iterator<Connection> eldest = open.values().iterator();
        while (eldest.hasNext()) {
            Connection c = eldest.next();
            if (c.last.isAfter(bound)) {
                return;
            }
            eldest.remove();
            c.end(out);
        }
    }

    /** Ends all. */
    void finish(Consumer<SourceEvent> out) {
        open.values().forEach(c -> c.end(out));
        open.clear();
        ended.clear();
    }

    /** Puts one back from a checkpoint, the one silent for longest first. */
    void restore(Connection c, boolean isEnded) {
        (isEnded ? ended : open).put(c.key, c);
    }

    void restoreLatest(Instant time) {
        latest = time;
    }

    /** The latest time of all messages; {@link Instant#MIN} before the first. */
    Instant latest() {
        return latest;
    }

    Collection<Connection> open() {
        return open.values();
    }

    Collection<Connection> ended() {
        return ended.values();
    }

    private static Connection removeEldest(Map<Long, Connection> connections) {
        Iterator<Connection> eldest = connections.values().iterator();
        Connection c = eldest.next();
        eldest.remove();
        return c;
    }

    /** Negative, so that it is no process's key. */
    private static long sourceKey(IpAddress peer) {
        long mixed = (peer.high() * 31 + peer.low()) * 0x9e3779b97f4a7c15L;
        return mixed >>> 1 | Long.MIN_VALUE;
    }
}
