package net.saltban.sshd;

import static net.saltban.sshd.Signature.row;

import java.util.List;

/**
 * Messages of sshd about connections that never authenticated, and about sessions: sshd.c, packet.c, kex.c, dispatch.c, srclimit.c.
 */
final class ConnectionSignatures {
    private static final String CLAIMED = "{invalid|authenticating} user <LONGUSER> <ADDR> port <PORT>";

    static final List<Signature> TABLE = List.of(
            row(
                    "closed-before-authentication",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "5.9-10.5",
                    "Connection {closed|reset} by <ADDR>{ port <PORT>|} [preauth]"),
            row(
                    "closed",
                    Says.PROBE,
                    Counts.BARE_END,
                    "3.0-10.5",
                    "Connection {closed|reset} by <ADDR>{ port <PORT>|}"),
            row(
                    "disconnected-before-authentication",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "6.8-10.5",
                    "Disconnected from <ADDR>{ port <PORT>|} [preauth]"),
            row(
                    "received-disconnect-before-authentication",
                    Says.PROBE,
                    Counts.PROBE,
                    "5.9-10.5",
                    "Received disconnect from <ADDR>{ port <PORT>|}:{ |}<N>: <ANY> [preauth]"),
            row(
                    "no-identification",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "3.0-7.9",
                    "Did not receive identification string from <ADDR>{ port <PORT>|}"),
            row(
                    "bad-identification",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "3.0-7.9",
                    "Bad protocol version identification '<ANY>' from <ADDR>{ port <PORT>|}"),
            row(
                    "bad-banner",
                    Says.PROBE,
                    Counts.PROBE,
                    "8.0-10.5",
                    "kex_exchange_identification: <ANY>",
                    "Bad remote protocol version identification: <ANY>",
                    "Protocol major versions differ: <ANY>"),
            row(
                    "banner-exchange",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "8.3-10.5",
                    "banner exchange: Connection from <ADDR> port <PORT>: <ANY>"),
            row(
                    "major-versions-differ",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "3.0-7.9",
                    "Protocol major versions differ for <ADDR>{ port <PORT>|}: <ANY>"),
            row(
                    "unable-to-negotiate",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "3.0-10.5",
                    "Unable to negotiate with <ADDR>{ port <PORT>|}: <ANY>",
                    "Unable to negotiate with " + CLAIMED + ": <ANY>",
                    "Unable to negotiate a <ANY>",
                    "no matching {cipher|mac|kex|hostkey|comp} found: <ANY>"),
            row(
                    "session-unable-to-negotiate",
                    Says.OTHER,
                    Counts.END,
                    "7.5-10.5",
                    "Unable to negotiate with user <LONGUSER> <ADDR> port <PORT>: <ANY>"),
            row(
                    "dispatch-fatal",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "6.8-10.5",
                    "ssh_dispatch_run_fatal: Connection from <ADDR> port <PORT>: <ANY>",
                    "ssh_dispatch_run_fatal: Connection from " + CLAIMED + ": <ANY>"),
            row(
                    "session-fatal",
                    Says.OTHER,
                    Counts.END,
                    "7.5-10.5",
                    "ssh_dispatch_run_fatal: Connection from user <LONGUSER> <ADDR> port <PORT>: <ANY>"),
            row(
                    "protocol-error",
                    Says.PROBE,
                    Counts.PROBE,
                    "3.0-10.5",
                    "Bad packet length <ANY>",
                    "Corrupted MAC on input.",
                    "Packet corrupt",
                    "kex_protocol_error: <ANY>",
                    "Read from socket failed: <ANY>",
                    "Write failed: <ANY>"),
            row(
                    "bad-service-request",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "3.0-10.5",
                    "Disconnecting <ADDR> port <PORT>: bad service request <ANY>",
                    "Disconnecting " + CLAIMED + ": bad service request <ANY>",
                    "Disconnecting: bad service request <ANY>"),
            row(
                    "disconnecting",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "3.0-10.5",
                    "Disconnecting <ADDR> port <PORT>: <ANY> [preauth]",
                    "Disconnecting " + CLAIMED + ": <ANY> [preauth]",
                    "Disconnecting: <ANY> [preauth]"),
            row(
                    "timeout-process",
                    Says.PROBE,
                    Counts.PROBE_PROCESS,
                    "9.8-10.5",
                    "Timeout before authentication for connection from <ADDR> to <OWN>, pid = <PID>"),
            row(
                    "timeout",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "3.0-9.7",
                    "Timeout before authentication for <ADDR>{ port <PORT>|}"),
            row(
                    "timed-out",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "6.8-10.5",
                    "Connection from <ADDR> port <PORT> timed out",
                    "Connection from " + CLAIMED + " timed out"),
            row(
                    "session-timed-out",
                    Says.OTHER,
                    Counts.END,
                    "7.5-10.5",
                    "Connection from user <LONGUSER> <ADDR> port <PORT> timed out"),
            row(
                    "drop-connection",
                    Says.PROBE,
                    Counts.PROBE_NOW,
                    "7.4-10.5",
                    "drop connection #<N> from [<ADDR>]:<PORT> on [<OWN>]:<N> <ANY>"),
            row(
                    "penalty",
                    Says.PROBE,
                    Counts.IGNORED,
                    "9.8-10.5",
                    "srclimit_penalise: <ADDR>{/32|/128}: <ANY>",
                    "srclimit_penalise: {ipv4|ipv6}: new <ADDR>{/32|/128} <ANY>"),
            row("penalty-of-prefix", Says.OTHER, Counts.IGNORED, "9.8-10.5", "srclimit_penalise: <ANY>"),
            row(
                    "process-killed",
                    Says.PROBE,
                    Counts.PROBE_PROCESS,
                    "9.8-10.5",
                    "session process <PID> for connection from <ADDR> to <OWN> killed by signal <N>",
                    "Session process <PID> unpriv child crash for connection from <ADDR> to <OWN>"),
            row(
                    "scanned",
                    Says.PROBE,
                    Counts.PROBE,
                    "3.0-10.5",
                    "{probed|scanned} from <ADDR>{ port <PORT>|} with <ANY>"),
            row(
                    "no-ident-string",
                    Says.PROBE,
                    Counts.PROBE_END,
                    "3.0-7.9",
                    "Could not write ident string to <ADDR>{ port <PORT>|}"),
            row("refused-connect", Says.PROBE, Counts.PROBE_NOW, "patched", "refused connect from <ANY> (<ADDR>)"),
            row(
                    "reverse-mapping",
                    Says.OTHER,
                    Counts.IGNORED,
                    "4.4-10.5",
                    "reverse mapping checking getaddrinfo for <ANY> [<ADDR>] failed{ - POSSIBLE BREAK-IN ATTEMPT!|.|}"),
            row("address-maps", Says.OTHER, Counts.IGNORED, "3.0-10.5", "Address <ADDR> maps to <ANY>"),
            row(
                    "nasty-ptr",
                    Says.OTHER,
                    Counts.IGNORED,
                    "3.7-10.5",
                    "Nasty PTR record \"<ANY>\" is set up for <ADDR>, ignoring"),
            row(
                    "connection",
                    Says.OTHER,
                    Counts.BEGIN,
                    "3.0-10.5",
                    "Connection from <ADDR> port <PORT>{ on <OWN> port <N>|}{ rdomain <ANY>|}"),
            row(
                    "session-disconnected",
                    Says.OTHER,
                    Counts.END,
                    "6.8-10.5",
                    "Disconnected from user <LONGUSER> <ADDR> port <PORT>",
                    "Disconnected from <ADDR>{ port <PORT>|}",
                    "Connection {closed|reset} by user <LONGUSER> <ADDR> port <PORT>",
                    "Closing connection to <ADDR> port <PORT>",
                    "Timeout, client not responding from {user <WORD> |}<ADDR> port <PORT>",
                    "terminating inactive connection from {user <WORD> |}<ADDR> port <PORT>",
                    "Read error from remote host {user <WORD> |}<ADDR>{ port <PORT>|}: <ANY>"),
            row(
                    "received-disconnect",
                    Says.OTHER,
                    Counts.IGNORED,
                    "3.0-10.5",
                    "Received disconnect from <ADDR>{ port <PORT>|}:{ |}<N>: <ANY>"),
            row(
                    "session",
                    Says.OTHER,
                    Counts.IGNORED,
                    "5.1-10.5",
                    "Starting session: <ANY> from <ADDR> port <PORT>{ id <N>|}",
                    "Close session: <ANY> from <ADDR> port <PORT>{ id <N>|}"),
            row("subsystem", Says.OTHER, Counts.IGNORED, "3.0-10.5", "subsystem request for <ANY>"),
            row(
                    "forwarding-denied",
                    Says.OTHER,
                    Counts.IGNORED,
                    "8.1-10.5",
                    "Received request from <ADDR> port <PORT> to connect to host <ANY>"),
            row(
                    "key-algorithm-refused",
                    Says.OTHER,
                    Counts.IGNORED,
                    "8.5-10.5",
                    "userauth_pubkey: {signature algorithm|key type} <ANY>"));

    private ConnectionSignatures() {}
}
