package net.saltban.sshd;

import static net.saltban.sshd.Signature.row;

import java.util.List;

/**
 * Messages of Linux-PAM's modules in sshd's name. {@code rhost=} is the peer as sshd passed it on, an address or, under UseDNS, a name;
 * the user's name stands behind it. {@code ruser=} is always empty in sshd.
 */
final class PamSignatures {
    private static final String PEER =
            "; logname={<WORD>|} uid=<N> euid=<N> tty={ssh|NODEVssh|} ruser= rhost=<ADDR>{  user=<USER>| user=<USER>|}";

    /** Written under sshd's own tag. */
    static final List<Signature> TABLE = List.of(
            row(
                    "pam-failure",
                    Says.FAILURE,
                    Counts.PAM_FAILURE,
                    "Linux-PAM",
                    "{<METHOD=pam_unix>|<METHOD=pam_sss>|<METHOD=pam_ldap>}(sshd:auth): authentication failure" + PEER),
            row(
                    "pam-more-failures",
                    Says.FAILURE,
                    Counts.PAM_MORE,
                    "Linux-PAM",
                    "PAM <COUNT> more authentication failure{s|}" + PEER),
            row(
                    "pam-unknown-user",
                    Says.OTHER,
                    Counts.IGNORED,
                    "Linux-PAM",
                    "pam_unix(sshd:auth): check pass; user unknown",
                    "PAM service(sshd) ignoring max retries; <N> > <N>",
                    "pam_succeed_if(sshd:auth): <ANY>"),
            row(
                    "pam-session",
                    Says.OTHER,
                    Counts.IGNORED,
                    "Linux-PAM",
                    "pam_unix(sshd:session): session {opened|closed} for user <ANY>"));

    /** Written under the tag {@code sshd(pam_unix)} by Linux-PAM before 0.99. */
    static final List<Signature> OLD_TABLE = List.of(
            row(
                    "old-pam-failure",
                    Says.FAILURE,
                    Counts.PAM_FAILURE,
                    "Linux-PAM -0.99",
                    "authentication failure" + PEER),
            row(
                    "old-pam-more-failures",
                    Says.FAILURE,
                    Counts.PAM_MORE,
                    "Linux-PAM -0.99",
                    "<COUNT> more authentication failure{s|}" + PEER),
            row("old-pam-unknown-user", Says.OTHER, Counts.IGNORED, "Linux-PAM -0.99", "check pass; user unknown"));

    private PamSignatures() {}
}
