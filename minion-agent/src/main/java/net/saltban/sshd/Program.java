package net.saltban.sshd;

import java.nio.charset.StandardCharsets;

import net.saltban.syslog.Ascii;

/** Who wrote a message, by the tag at its place; nothing but these names matches ({@code xsshd} never). */
enum Program {
    /**
     * OpenSSH's server: {@code sshd}, {@code sshd-session} (9.8 and newer), {@code sshd-auth} (10.0 and newer), and the units
     * that journalctl prints for it.
     */
    SSHD,
    /** PAM in the name of sshd, as old Linux-PAM spelled it: {@code sshd(pam_unix)}. */
    SSHD_PAM,
    /** Dropbear. */
    DROPBEAR,
    /** Anybody else. */
    OTHER;

    private static final byte[] SSHD_TAG = ascii("sshd");
    private static final byte[] SESSION_TAG = ascii("sshd-session");
    private static final byte[] AUTH_TAG = ascii("sshd-auth");
    private static final byte[] PAM_TAG = ascii("sshd(pam_unix)");
    private static final byte[] DROPBEAR_TAG = ascii("dropbear");
    private static final byte[] SSH_UNIT = ascii("ssh.service");
    private static final byte[] SSHD_UNIT = ascii("sshd.service");
    private static final byte[] SSH_INSTANCE = ascii("ssh@");
    private static final byte[] SSHD_INSTANCE = ascii("sshd@");
    private static final byte[] SERVICE = ascii(".service");

    /** The program that a tag names. */
    static Program of(byte[] b, int from, int to) {
        int length = to - from;
        if (length < SSHD_TAG.length || b[from] != 's' && b[from] != 'd') {
            return OTHER;
        }
        if (b[from] == 'd') {
            return Ascii.equals(b, from, to, DROPBEAR_TAG) ? DROPBEAR : OTHER;
        }
        if (length == SSHD_TAG.length) {
            return Ascii.startsWith(b, from, to, SSHD_TAG) ? SSHD : OTHER;
        }
        if (Ascii.equals(b, from, to, SESSION_TAG) || Ascii.equals(b, from, to, AUTH_TAG) || isUnit(b, from, to)) {
            return SSHD;
        }
        return Ascii.equals(b, from, to, PAM_TAG) ? SSHD_PAM : OTHER;
    }

    private static boolean isUnit(byte[] b, int from, int to) {
        if (Ascii.equals(b, from, to, SSH_UNIT) || Ascii.equals(b, from, to, SSHD_UNIT)) {
            return true;
        }
        boolean instance = Ascii.startsWith(b, from, to, SSH_INSTANCE) || Ascii.startsWith(b, from, to, SSHD_INSTANCE);
        return instance && Ascii.startsWith(b, to - SERVICE.length, to, SERVICE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
