package net.saltban.sshd;

import static net.saltban.sshd.Signature.row;

import java.util.List;

/**
 * Messages of sshd about attempts and logins: auth.c, auth2.c, auth-pam.c, monitor.c, packet.c. To add one, add a row; the first row that
 * matches a message counts, so the more exact one stands before the more general one.
 */
final class AuthenticationSignatures {
    /** {@code auth_log}: the first address behind the name that is followed by the end or a colon. */
    private static final String FOR_PEER =
            " for {invalid user |illegal user |}<USER> from <ADDR> port <PORT> {ssh2|ssh1}{: <ANY>|}";

    /** packet.c since 7.5: who the peer says he is. */
    private static final String CLAIMED = "{invalid|authenticating} user <LONGUSER> <ADDR> port <PORT>";

    private static final String PAM_TEXT =
            "PAM: {Authentication failure|User not known to the underlying authentication module"
                    + "|Have exhausted maximum number of retries for service|Permission denied"
                    + "|authentication error|unknown user|Authentication failed|User account has expired"
                    + "|Authentication service cannot retrieve authentication info}";

    static final List<Signature> TABLE = List.of(
            row("failed-password", Says.FAILURE, Counts.ATTEMPT, "3.0-10.5", "Failed <METHOD=password>" + FOR_PEER),
            row("failed-publickey", Says.FAILURE, Counts.WEAK, "3.0-10.5", "Failed <METHOD=publickey>" + FOR_PEER),
            row("failed-none", Says.FAILURE, Counts.NOTHING, "3.0-10.5", "Failed <METHOD=none>" + FOR_PEER),
            row(
                    "failed-keyboard-interactive",
                    Says.FAILURE,
                    Counts.KEYBOARD,
                    "3.0-10.5",
                    "Failed <METHOD=keyboard-interactive/pam>" + FOR_PEER,
                    "Failed <METHOD=keyboard-interactive>" + FOR_PEER),
            row("failed-method", Says.FAILURE, Counts.ATTEMPT, "3.0-10.5", "Failed <METHOD>" + FOR_PEER),
            row(
                    "accepted",
                    Says.SUCCESS,
                    Counts.LOGIN,
                    "3.0-10.5",
                    "Accepted <METHOD> for <USER> from <ADDR> port <PORT> {ssh2|ssh1}{: <KEY>|}"),
            row(
                    "postponed",
                    Says.OTHER,
                    Counts.NOTHING,
                    "3.0-10.5",
                    "{Postponed|Partial} <METHOD> for {invalid user |}<USER> from <ADDR> port <PORT> {ssh2|ssh1}{: <ANY>|}"),
            row(
                    "invalid-user",
                    Says.FAILURE,
                    Counts.WEAK,
                    "3.5-10.5",
                    "{Invalid|Illegal} user <USER> from <ADDR>{ port <PORT>|}"),
            row(
                    "invalid-user-request",
                    Says.OTHER,
                    Counts.IGNORED,
                    "3.9-7.4",
                    "input_userauth_request: {invalid|illegal} user <USER>"),
            row(
                    "root-refused",
                    Says.FAILURE,
                    Counts.WEAK_ROOT,
                    "3.0-10.5",
                    "ROOT LOGIN REFUSED FROM <ADDR>{ port <PORT>|}"),
            row(
                    "not-allowed",
                    Says.FAILURE,
                    Counts.WEAK_ACCOUNT,
                    "4.0-10.5",
                    "User <USER> from <ADDR> not allowed because {not listed in AllowUsers|listed in DenyUsers"
                            + "|not in any group|a group is listed in DenyGroups"
                            + "|none of user's groups are listed in AllowGroups}"),
            row(
                    "account-refused",
                    Says.FAILURE,
                    Counts.WEAK_ACCOUNT,
                    "3.1-10.5",
                    "User <USER> not allowed because {account is locked|shell <ANY>}",
                    "User <USER> not allowed because <ANY>"),
            row(
                    "pam-error",
                    Says.FAILURE,
                    Counts.PAM_ERROR,
                    "3.8.1-10.5",
                    PAM_TEXT + " for {illegal user |invalid user |}<USER> from <ADDR>{ via <OWN>|}"),
            row(
                    "maximum-attempts",
                    Says.FAILURE,
                    Counts.WEAK,
                    "6.8-10.5",
                    "maximum authentication attempts exceeded for {invalid user |}<USER> from <ADDR> port <PORT> {ssh2|ssh1}"),
            row(
                    "too-many-failures",
                    Says.FAILURE,
                    Counts.WEAK_END,
                    "3.0-10.5",
                    "Disconnecting <ADDR> port <PORT>: Too many authentication failures",
                    "Disconnecting " + CLAIMED + ": Too many authentication failures",
                    "Disconnecting: Too many authentication failures{ for <USER>|}"),
            row(
                    "change-of-user",
                    Says.FAILURE,
                    Counts.WEAK_END,
                    "3.0-10.5",
                    "Disconnecting <ADDR> port <PORT>: Change of username or service not allowed: <ANY>",
                    "Disconnecting " + CLAIMED + ": Change of username or service not allowed: <ANY>",
                    "Disconnecting: Change of username or service not allowed: <ANY>"),
            row(
                    "closed-by-claimed-user",
                    Says.FAILURE,
                    Counts.WEAK_END,
                    "6.9-10.5",
                    "Connection {closed|reset} by " + CLAIMED + " [preauth]"),
            row(
                    "disconnected-from-claimed-user",
                    Says.FAILURE,
                    Counts.WEAK_END,
                    "7.5-10.5",
                    "Disconnected from " + CLAIMED + " [preauth]"));

    private AuthenticationSignatures() {}
}
