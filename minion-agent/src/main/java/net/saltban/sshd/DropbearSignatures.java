package net.saltban.sshd;

import static net.saltban.sshd.Signature.row;

import java.util.List;

/**
 * Messages of Dropbear: svr-authpasswd.c, svr-authpam.c, svr-authpubkey.c, svr-auth.c, svr-session.c. It escapes nothing and does not cut
 * names at a colon.
 */
final class DropbearSignatures {
    static final List<Signature> TABLE = List.of(
            row(
                    "dropbear-bad-password",
                    Says.FAILURE,
                    Counts.ATTEMPT,
                    "0.28-",
                    "{Bad|bad} {PAM |}password attempt for '<RAWUSER>' from <ADDRPORT>"),
            row(
                    "dropbear-unknown-user",
                    Says.FAILURE,
                    Counts.ATTEMPT,
                    "0.28-",
                    "{Login|login} attempt for nonexistent user from <ADDRPORT>",
                    "{Login|login} attempt for nonexistent user '<RAWUSER>' from <ADDRPORT>"),
            row(
                    "dropbear-max-tries",
                    Says.FAILURE,
                    Counts.WEAK_END,
                    "0.28-",
                    "Exit before auth from \\<<ADDRPORT>\\>: (user '<ANY>): Max auth tries reached - user '<ANY>",
                    "Exit before auth (user '<ANY>' from <ADDRPORT>"),
            row(
                    "dropbear-exit-before-auth",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "2018-",
                    "Exit before auth from \\<<ADDRPORT>\\>: <ANY>"),
            row(
                    "dropbear-accepted",
                    Says.SUCCESS,
                    Counts.LOGIN,
                    "0.28-",
                    "{Password|PAM password|Pubkey} auth succeeded for '<USER>' from <ADDRPORT>",
                    "Pubkey auth succeeded for '<USER>' with {<WORD> key|key md5|key sha1!!} <PRINT> from <ADDRPORT>"),
            row("dropbear-connection", Says.OTHER, Counts.BEGIN, "0.28-", "Child connection from <ADDRPORT>"));

    private DropbearSignatures() {}
}
