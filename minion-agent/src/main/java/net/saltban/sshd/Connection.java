package net.saltban.sshd;

import java.time.Instant;
import java.util.function.Consumer;

import net.saltban.address.IpAddress;
import org.jspecify.annotations.Nullable;

/** What is known of one connection, by the messages of its process. */
final class Connection {
    /** Stands for a source that no message has named yet; {@code ::} is never a peer. */
    static final IpAddress NOBODY = new IpAddress(0, 0);

    /** Stands for a port that no message has named yet. */
    static final int NO_PORT = -1;

    final long key;

    /** Its place in a {@link ConnectionTable}: the next in its slot, its neighbours in the order. */
    @Nullable
    Connection inSlot;

    @Nullable
    Connection before;

    @Nullable
    Connection after;

    /** Time of its latest message. */
    Instant last;

    private IpAddress source = NOBODY;
    private int port = NO_PORT;

    /** An attempt of it was counted. */
    boolean counted;

    boolean login;

    /** PAM's error for the attempt under way was counted. */
    boolean pamError;

    /** An account that exists was refused: sshd then calls it invalid. */
    boolean accountRefused;

    /** Something failed that counts once if nothing else does. */
    boolean weak;

    boolean probe;

    /** Time of the latest weak message or probe. */
    Instant pendingTime;

    String user = "";
    boolean invalidUser;
    String method = "";

    /** Attempts whose message named no address, waiting for one that does. */
    int nameless;

    Connection(long key, Instant last) {
        this.key = key;
        this.last = last;
        this.pendingTime = last;
    }

    IpAddress source() {
        return source;
    }

    boolean isNamed() {
        return !source.equals(NOBODY);
    }

    int port() {
        return port;
    }

    /** Whether a message from this source and port cannot belong to this connection: the process number was used again. */
    boolean isOther(IpAddress otherSource, int otherPort) {
        return isNamed() && !source.equals(otherSource) || port != NO_PORT && otherPort != NO_PORT && port != otherPort;
    }

    void learn(IpAddress peer, int peerPort) {
        source = peer;
        if (peerPort != NO_PORT) {
            port = peerPort;
        }
    }

    /** Notes whom the peer claimed to be, which may be the empty name of a user that does not exist. */
    void claim(String name, boolean invalid) {
        user = name;
        invalidUser = invalid && !accountRefused;
    }

    void weaken(Instant time) {
        weak = true;
        pendingTime = time;
    }

    void probe(Instant time) {
        probe = true;
        if (!weak) {
            pendingTime = time;
        }
    }

    void failures(int count, Instant time, Consumer<SourceEvent> out) {
        if (!isNamed()) {
            nameless = Math.min(nameless + count, Recogniser.REPEAT_MAX);
            pendingTime = time;
            return;
        }
        counted = true;
        emit(SourceEvent.Kind.FAILURE, count, time, out);
    }

    /** Counts what waited for the address. */
    void nameNameless(Consumer<SourceEvent> out) {
        if (nameless > 0 && isNamed()) {
            int count = nameless;
            nameless = 0;
            failures(count, pendingTime, out);
        }
    }

    /** The connection's last word. */
    void end(Consumer<SourceEvent> out) {
        if (!isNamed() || counted || login) {
            return;
        }
        if (weak) {
            failures(1, pendingTime, out);
        } else if (probe) {
            emit(SourceEvent.Kind.PROBE, 1, pendingTime, out);
        }
    }

    /** The flags in one byte, for a checkpoint. */
    int flags() {
        return (counted ? 1 : 0)
                | (login ? 2 : 0)
                | (pamError ? 4 : 0)
                | (accountRefused ? 8 : 0)
                | (weak ? 16 : 0)
                | (probe ? 32 : 0)
                | (invalidUser ? 64 : 0);
    }

    void setFlags(int flags) {
        counted = (flags & 1) != 0;
        login = (flags & 2) != 0;
        pamError = (flags & 4) != 0;
        accountRefused = (flags & 8) != 0;
        weak = (flags & 16) != 0;
        probe = (flags & 32) != 0;
        invalidUser = (flags & 64) != 0;
    }

    private void emit(SourceEvent.Kind kind, int count, Instant time, Consumer<SourceEvent> out) {
        boolean failure = kind == SourceEvent.Kind.FAILURE;
        out.accept(new SourceEvent(
                kind, time, source, failure ? user : "", failure && invalidUser, failure ? method : "", "", count));
    }
}
