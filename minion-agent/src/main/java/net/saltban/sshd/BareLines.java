package net.saltban.sshd;

/**
 * Remembers lines of sshd that came without a prefix, as {@code sshd -E file} and {@code sshd -e} write them. There a line feed in the peer's
 * text is not escaped: it ends the line, and what follows may be a whole line with prefix, tag and all, forged. So a prefix right behind such a
 * line proves nothing. A file that syslog wrote holds no such lines.
 */
final class BareLines {
    /** sshd's buffer for one message (log.c, MSGBUFSIZ): what is forged lies within so many bytes. */
    static final int MESSAGE_BYTES_MAX = 1024;

    private long bytes;
    private long doubtfulTo;

    /** How many bytes of the log are still in doubt, for a checkpoint. */
    int near() {
        return (int) Math.max(0, doubtfulTo - bytes);
    }

    void restore(int near) {
        doubtfulTo = bytes + Math.max(0, Math.min(near, MESSAGE_BYTES_MAX));
    }

    /** Takes a line without prefix that ends so many bytes behind those that were passed. */
    void see(int behind) {
        doubtfulTo = bytes + behind + MESSAGE_BYTES_MAX;
    }

    /** Whether a line that begins so many bytes behind those that were passed may be a forgery. */
    boolean isNear(int before) {
        return bytes + before < doubtfulTo;
    }

    /** Passes the bytes of lines. */
    void pass(int count) {
        bytes += count;
    }
}
