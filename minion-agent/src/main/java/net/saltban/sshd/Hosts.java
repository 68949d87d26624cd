package net.saltban.sshd;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Joins the messages of each host that writes into one log by itself: neither their process numbers nor their clocks need agree. Bounded: above
 * {@link #HOSTS_MAX} hosts, or above what one host may hold if all together hold it, the host that spoke longest ago has its last word.
 */
final class Hosts {
    /** Stands for the host of a line that names none. */
    static final int UNKNOWN = 0;

    static final int HOSTS_MAX = 4_096;
    static final int HELD_MAX = Connections.OPEN_MAX + Connections.ENDED_MAX + PamFailures.SOURCES_MAX;

    /** The one that spoke longest ago first. */
    private final LinkedHashMap<Integer, Correlator> correlators = new LinkedHashMap<>(16, 0.75f, true);

    private final TextCache texts = new TextCache();
    private int host;
    private @Nullable Correlator current;
    private int heldByOthers;

    /** The host that wrote the line before, if that told an attempt; a syslog daemon may say that it came again. */
    private @Nullable Correlator repeatable;

    /**
     * Takes one message.
     *
     * @param writer tells hosts apart that write into one log
     * @param pid the process that wrote it, or -1
     */
    void accept(int writer, Reading r, byte[] b, long pid, Instant time, Consumer<SourceEvent> out) {
        Correlator correlator = of(writer, out);
        correlator.accept(r, b, pid, time, out);
        repeatable = correlator.isRepeatable() ? correlator : null;
    }

    /** Takes a line that tells nothing: the message before is no longer the last. */
    void interrupt() {
        repeatable = null;
    }

    /** Whether a message came directly before that {@link #repeat} can mean. */
    boolean isRepeatable() {
        return repeatable != null;
    }

    /**
     * Takes {@code last message repeated N times}, which means the line directly before it, if that is of the same host.
     *
     * @param writer the host, or {@link #UNKNOWN}
     */
    void repeat(int writer, int count, Instant time, Consumer<SourceEvent> out) {
        if (repeatable != null && (writer == host || writer == UNKNOWN)) {
            repeatable.repeat(count, time, out);
        }
        repeatable = null;
    }

    private Correlator of(int writer, Consumer<SourceEvent> out) {
        Correlator known = current;
        return known != null && writer == host ? known : goTo(writer, out);
    }

    private Correlator goTo(int writer, Consumer<SourceEvent> out) {
        heldByOthers += current == null ? 0 : current.held();
        Correlator next = correlators.get(writer);
        if (next == null) {
            next = new Correlator(texts, new Connections(), new PamFailures(), new RecentLogins());
            correlators.put(writer, next);
        }
        heldByOthers -= next.held();
        host = writer;
        current = next;
        while (correlators.size() > 1 && (correlators.size() > HOSTS_MAX || heldByOthers + next.held() > HELD_MAX)) {
            Map.Entry<Integer, Correlator> eldest =
                    correlators.entrySet().iterator().next();
            heldByOthers -= eldest.getValue().held();
            correlators.remove(eldest.getKey());
            eldest.getValue().finish(out);
        }
        return next;
    }

    /** Ends what has been silent for so long that it can no longer change. */
    void settle(Instant now, Consumer<SourceEvent> out) {
        correlators.values().forEach(correlator -> correlator.settle(now, out));
        recount();
    }

    /** Ends all. */
    void finish(Consumer<SourceEvent> out) {
        correlators.values().forEach(correlator -> correlator.finish(out));
        recount();
    }

    private void recount() {
        heldByOthers = 0;
        for (Correlator correlator : correlators.values()) {
            heldByOthers += correlator == current ? 0 : correlator.held();
        }
    }

    /** All hosts, the one that spoke longest ago first. */
    Map<Integer, Correlator> all() {
        return correlators;
    }

    /** Puts one back from a checkpoint, the one that spoke longest ago first. */
    void restore(int writer, Connections connections, PamFailures pam, RecentLogins logins) {
        heldByOthers += current == null ? 0 : current.held();
        host = writer;
        current = new Correlator(texts, connections, pam, logins);
        correlators.put(writer, current);
    }

    void restoreRepeatable(long key) {
        if (current != null && key != Connections.NO_KEY) {
            current.restoreRepeatable(key);
            repeatable = current;
        }
    }

    /** The connection whose attempt the line before told, of the host that spoke last; {@link Connections#NO_KEY} if it told none. */
    long repeatableKey() {
        return repeatable == null ? Connections.NO_KEY : repeatable.repeatable();
    }
}
