package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;

import net.saltban.address.IpAddress;
import net.saltban.syslog.Ascii;
import net.saltban.syslog.Literal;

/**
 * Counts attempts, not lines: joins the messages of one host's connections, each by the process that wrote them. docs/ref/signatures.md states
 * the rules; {@link Counts} names them. The result does not depend on how the log was cut into reads.
 */
final class Correlator {
    /** A connection silent for so long has said its last word: some times sshd's LoginGraceTime of two minutes. */
    static final Span SILENCE = Span.ofSeconds(600);

    private static final Literal INVALID = Literal.of("nvalid user ");
    private static final Literal ILLEGAL = Literal.of("llegal user ");
    private static final byte[] SOLARIS_INVALID = "<invalid username>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = {'n', 'o', 'n', 'e'};

    private static final String ROOT = "root";
    private static final String PAM_METHOD = "keyboard-interactive/pam";

    private final TextCache texts;
    private final Connections connections;
    private final PamFailures pam;
    private final RecentLogins logins;

    /** The connection whose attempt the message before told; a syslog daemon may say that it came again. */
    private long repeatable = Connections.NO_KEY;

    private IpAddress lastPeer = Connection.NOBODY;
    private Consumer<SourceEvent> lastOut = event -> {};
    private Consumer<SourceEvent> counting = lastOut;

    /**
     * One that knows what a checkpoint told.
     *
     * @param texts of all hosts
     */
    Correlator(TextCache texts, Connections connections, PamFailures pam, RecentLogins logins) {
        this.texts = texts;
        this.connections = connections;
        this.pam = pam;
        this.logins = logins;
    }

    /**
     * Takes one message.
     *
     * @param pid the process that wrote it, or -1
     */
    void accept(Reading r, byte[] b, long pid, Instant time, Consumer<SourceEvent> out) {
        repeatable = Connections.NO_KEY;
        connections.settle(time, counting(out));
        pam.settle(time, out);
        Counts counts = r.signature.counts();
        long key = Connections.key(counts == Counts.PROBE_PROCESS ? r.process : pid);
        if (r.isAmbiguous()) {
            ambiguous(counts, key, time, out);
            return;
        }
        switch (counts) {
            case PAM_FAILURE, PAM_MORE -> pamFailure(r, b, time, out);
            case PROBE_NOW -> {
                if (r.hasPeer()) {
                    out.accept(probe(r, time));
                }
            }
            case IGNORED -> {}
            default -> connection(r, b, counts, key, time, out);
        }
    }

    private void connection(Reading r, byte[] b, Counts counts, long key, Instant time, Consumer<SourceEvent> out) {
        boolean named = r.hasPeer();
        if (key == Connections.NO_KEY && !named) {
            return;
        }
        IpAddress peer = named ? peer(r) : Connection.NOBODY;
        Consumer<SourceEvent> counting = counting(out);
        Connection c = connections.touch(key, peer, r.port, counts == Counts.BEGIN, time, counting);
        if (named) {
            c.learn(peer, r.port);
            c.nameNameless(counting);
        }
        boolean invalid = isInvalidUser(r, b);
        if (r.userTo > r.userFrom || invalid) {
            c.claim(texts.text(c.user, b, r.userFrom, r.userTo), invalid);
        }
        if (r.methodTo > r.methodFrom && !Ascii.equals(b, r.methodFrom, r.methodTo, NONE)) {
            c.method = texts.text(c.method, b, r.methodFrom, r.methodTo);
        }
        if (counts == Counts.ATTEMPT || counts == Counts.PAM_ERROR || counts == Counts.KEYBOARD) {
            repeatable = c.key;
        }
        count(c, counts, r, b, time, counting);
    }

    /** The peer of a message; most messages are of the same one as the message before. */
    private IpAddress peer(Reading r) {
        if (lastPeer.high() != r.high || lastPeer.low() != r.low) {
            lastPeer = r.peer();
        }
        return lastPeer;
    }

    /** Takes {@code last message repeated N times} of the message before. */
    void repeat(int count, Instant time, Consumer<SourceEvent> out) {
        if (isRepeatable()) {
            int times = Math.min(count, Recogniser.REPEAT_MAX);
            connections.find(repeatable).ifPresent(c -> c.failures(times, time, counting(out)));
        }
        repeatable = Connections.NO_KEY;
    }

    boolean isRepeatable() {
        return repeatable != Connections.NO_KEY;
    }

    long repeatable() {
        return repeatable;
    }

    void restoreRepeatable(long key) {
        repeatable = key;
    }

    private void count(Connection c, Counts counts, Reading r, byte[] b, Instant time, Consumer<SourceEvent> out) {
        switch (counts) {
            case ATTEMPT -> c.failures(r.repeat, time, out);
            case PAM_ERROR -> {
                c.method = PAM_METHOD;
                c.failures(r.repeat, time, out);
                c.pamError = true;
            }
            case KEYBOARD -> {
                int more = c.pamError ? r.repeat - 1 : r.repeat;
                c.pamError = false;
                if (more > 0) {
                    c.failures(more, time, out);
                }
            }
            case WEAK -> c.weaken(time);
            case WEAK_ACCOUNT -> {
                c.accountRefused = true;
                c.invalidUser = false;
                c.weaken(time);
            }
            case WEAK_ROOT -> {
                c.accountRefused = true;
                c.claim(ROOT, false);
                c.weaken(time);
            }
            case WEAK_END -> {
                c.weaken(time);
                connections.end(c, out);
            }
            case LOGIN -> login(c, r, b, time, out);
            case PROBE -> c.probe(time);
            case PROBE_END, PROBE_PROCESS -> {
                c.probe(time);
                connections.end(c, out);
            }
            case BARE_END -> {
                if (!logins.contains(c.source())) {
                    c.probe(time);
                }
                connections.end(c, out);
            }
            case END -> {
                c.probe = false;
                connections.end(c, out);
            }
            case BEGIN, NOTHING, IGNORED, PROBE_NOW, PAM_FAILURE, PAM_MORE -> {}
        }
    }

    private void login(Connection c, Reading r, byte[] b, Instant time, Consumer<SourceEvent> out) {
        c.login = true;
        if (r.hasPeer()) {
            logins.add(c.source());
            out.accept(new SourceEvent(
                    SourceEvent.Kind.LOGIN, time, c.source(), c.user, false, c.method, fingerprint(r, b), r.repeat));
        }
        connections.end(c, out);
    }

    /** sshd is sure what happened, we are not sure to whom: that ends a connection or admits somebody, and counts nothing. */
    private void ambiguous(Counts counts, long key, Instant time, Consumer<SourceEvent> out) {
        connections.find(key).ifPresent(c -> {
            c.last = time;
            c.login |= counts == Counts.LOGIN;
            if (counts == Counts.LOGIN
                    || counts == Counts.WEAK_END
                    || counts == Counts.PROBE_END
                    || counts == Counts.END) {
                connections.end(c, counting(out));
            }
        });
    }

    private void pamFailure(Reading r, byte[] b, Instant time, Consumer<SourceEvent> out) {
        if (!r.hasPeer()) {
            return;
        }
        int count = Math.min(Recogniser.REPEAT_MAX, r.repeat * r.count);
        if (r.signature.counts() == Counts.PAM_MORE) {
            pam.addMore(peer(r), count, time);
        } else {
            String module = texts.text(b, r.methodFrom, r.methodTo);
            pam.add(peer(r), module, texts.text(b, r.userFrom, r.userTo), count, time, out);
        }
    }

    /** Passes events on; whatever sshd itself counts or admits makes PAM's word of the same source a repetition. */
    private Consumer<SourceEvent> counting(Consumer<SourceEvent> out) {
        if (out != lastOut) {
            lastOut = out;
            counting = event -> {
                if (event.kind() != SourceEvent.Kind.PROBE) {
                    pam.forget(event.source());
                }
                out.accept(event);
            };
        }
        return counting;
    }

    void settle(Instant now, Consumer<SourceEvent> out) {
        connections.settle(now, counting(out));
        pam.settle(now, out);
    }

    void finish(Consumer<SourceEvent> out) {
        connections.finish(counting(out));
        pam.finish(out);
    }

    /** What is held of connections and sources. */
    int held() {
        return connections.size() + pam.waiting().size();
    }

    Connections connections() {
        return connections;
    }

    PamFailures pam() {
        return pam;
    }

    RecentLogins logins() {
        return logins;
    }

    private static SourceEvent probe(Reading r, Instant time) {
        return new SourceEvent(SourceEvent.Kind.PROBE, time, r.peer(), "", false, "", "", r.repeat);
    }

    /** {@code ED25519 SHA256:abc}: the fingerprint is the first word that holds a colon. */
    private String fingerprint(Reading r, byte[] b) {
        int at = r.keyFrom;
        while (at < r.keyTo) {
            int end = Ascii.skipToken(b, at, r.keyTo);
            for (int i = at; i < end; i++) {
                if (b[i] == ':') {
                    return texts.text(b, at, end);
                }
            }
            at = Ascii.skipBlanks(b, end, r.keyTo);
        }
        return "";
    }

    private static boolean isInvalidUser(Reading r, byte[] b) {
        if (r.userTo == 0) {
            return false;
        }
        int word = r.userFrom - INVALID.length();
        if (word > r.messageFrom && (INVALID.isAt(b, word, r.userFrom) || ILLEGAL.isAt(b, word, r.userFrom))) {
            return true;
        }
        return Ascii.equals(b, r.userFrom, r.userTo, SOLARIS_INVALID);
    }
}
