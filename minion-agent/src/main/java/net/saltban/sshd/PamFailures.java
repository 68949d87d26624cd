package net.saltban.sshd;

import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Consumer;

import net.saltban.address.IpAddress;

/**
 * Attempts that only PAM has told of so far, by source: under keyboard-interactive PAM writes from a process of its own, so the process does not
 * join it to sshd's messages. sshd's own word on the same source, a failure or a login, makes PAM's a repetition. Where sshd stays silent for
 * {@link #SILENCE}, PAM's word counts. Bounded: above {@link #SOURCES_MAX} the source waiting for longest counts at once.
 */
final class PamFailures {
    /** sshd follows within the delay that PAM asks for, some seconds. */
    static final Span SILENCE = Span.ofSeconds(60);

    static final int SOURCES_MAX = 4_096;

    private final LinkedHashMap<IpAddress, Waiting> waiting = new LinkedHashMap<>();

    /**
     * Attempts of one source.
     *
     * @param module the PAM module that told first; others repeat it
     * @param first time of the first
     * @param last time of the latest
     */
    record Waiting(IpAddress source, String module, String user, int count, Instant first, Instant last) {
        private SourceEvent event() {
            return new SourceEvent(SourceEvent.Kind.FAILURE, last, source, user, false, "", "", count);
        }
    }

    /** Adds attempts told by a module. */
    void add(IpAddress source, String module, String user, int count, Instant time, Consumer<SourceEvent> out) {
        Waiting known = waiting.get(source);
        if (known == null) {
            waiting.put(source, new Waiting(source, module, user, count, time, time));
            if (waiting.size() > SOURCES_MAX) {
                out.accept(removeEldest().event());
            }
        } else if (known.module.equals(module)) {
            raise(known, count, time);
        }
    }

    /** Adds attempts that PAM sums up when a connection ends; they mean nothing without the first, which was told before. */
    void addMore(IpAddress source, int count, Instant time) {
        Waiting known = waiting.get(source);
        if (known != null) {
            raise(known, count, time);
        }
    }

    private void raise(Waiting known, int count, Instant time) {
        int sum = Math.min(Recogniser.REPEAT_MAX, known.count + count);
        waiting.put(known.source, new Waiting(known.source, known.module, known.user, sum, known.first, time));
    }

    /** sshd has told of this source itself. */
    void forget(IpAddress source) {
        if (!waiting.isEmpty()) {
            waiting.remove(source);
        }
    }

    /** Counts what sshd has not told of in time. */
    void settle(Instant now, Consumer<SourceEvent> out) {
        while (!waiting.isEmpty() && SILENCE.isOver(waiting.values().iterator().next().first, now)) {
            out.accept(removeEldest().event());
        }
    }

    /** Counts all. */
    void finish(Consumer<SourceEvent> out) {
        while (!waiting.isEmpty()) {
            out.accept(removeEldest().event());
        }
    }

    void restore(Waiting one) {
        waiting.put(one.source, one);
    }

    Collection<Waiting> waiting() {
        return waiting.values();
    }

    private Waiting removeEldest() {
        Iterator<Waiting> eldest = waiting.values().iterator();
        Waiting one = eldest.next();
        eldest.remove();
        return one;
    }
}
