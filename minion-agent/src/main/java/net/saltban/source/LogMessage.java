package net.saltban.source;

import java.time.Instant;
import java.util.Set;

/** One message of a journal: what was said, and what the journal knows of who said it. */
public final class LogMessage {
    /** Names under which sshd and dropbear log, and of their executables. */
    public static final Set<String> DAEMONS = Set.of("sshd", "sshd-session", "sshd-auth", "dropbear");

    /** What a journal knows of a sender. */
    public enum Sender {
        /** It may have been anybody. */
        ANYBODY,
        /** Root; with which executable is not known. */
        ROOT,
        /** Root, with the executable of sshd or dropbear. */
        DAEMON
    }

    private final String identifier;
    private final Sender sender;
    private final long pid;
    private final int origin;
    private final Instant time;
    private final byte[] text;

    /**
     * A message.
     *
     * @param identifier the program's name as the sender gave it: a claim
     * @param sender what the journal itself knows of the sender
     * @param pid process that wrote it, or -1
     * @param origin tells machines and boots apart, since process numbers come again
     * @param time when the journal received it
     * @param text the message, not copied
     */
    public LogMessage(String identifier, Sender sender, long pid, int origin, Instant time, byte[] text) {
        this.identifier = identifier;
        this.sender = sender;
        this.pid = pid;
        this.origin = origin;
        this.time = time;
        this.text = text;
    }

    /** The program's name as the sender gave it: a claim. */
    public String identifier() {
        return identifier;
    }

    /** Whether it came under the name of sshd or dropbear. */
    public boolean isOfDaemon() {
        return DAEMONS.contains(identifier);
    }

    /** Whether the journal itself vouches that sshd or dropbear wrote it, or at least root. */
    public boolean isVouched() {
        return sender != Sender.ANYBODY;
    }

    /** Whether the journal itself vouches that the executable of sshd or dropbear wrote it, as root. */
    public boolean isProven() {
        return sender == Sender.DAEMON;
    }

    /** Process that wrote it, or -1. */
    public long pid() {
        return pid;
    }

    /** Differs between machines and boots. */
    public int origin() {
        return origin;
    }

    /** When the journal received it. */
    public Instant time() {
        return time;
    }

    /** Its bytes, at most {@code LOG_LINE_BYTES_MAX}; any bytes, also line feeds. Not a copy. */
    public byte[] text() {
        return text;
    }
}
