package net.saltban.sshd;

import java.nio.charset.StandardCharsets;

import net.saltban.syslog.Ascii;

/**
 * Watches for lines of sshd that came without a prefix, as {@code sshd -E file} and {@code sshd -e} write them. There a line feed in the peer's
 * text is not escaped: it ends the line, and what follows may be a whole line with prefix, tag and all, forged. So a prefix right behind such a
 * line proves nothing. A file that syslog wrote holds no such lines.
 */
final class BareLines {
    /** sshd's buffer for one message (log.c, MSGBUFSIZ): what is forged lies within so many bytes. */
    static final int MESSAGE_BYTES_MAX = 1024;

    private static final byte[] DEBUG = "debug".getBytes(StandardCharsets.US_ASCII);

    private int near;

    /** How many bytes of the log are still in doubt, for a checkpoint. */
    int near() {
        return near;
    }

    void restore(int bytes) {
        near = Math.max(0, Math.min(bytes, MESSAGE_BYTES_MAX));
    }

    /** Takes a line without prefix. */
    void see(Recogniser recogniser, Reading reading, byte[] b, int from, int to) {
        near = Math.max(0, near - (to - from + 1));
        recogniser.read(Program.SSHD, b, from, to, reading);
        if (reading.open || Ascii.startsWith(b, from, to, DEBUG)) {
            near = MESSAGE_BYTES_MAX;
        }
    }

    /** Takes a line of sshd with a prefix; whether it may be a forgery. */
    boolean isNear(int length) {
        boolean isNear = near > 0;
        pass(length);
        return isNear;
    }

    /** Takes a line of another program. */
    void pass(int length) {
        if (near > 0) {
            near = Math.max(0, near - length - 1);
        }
    }
}
