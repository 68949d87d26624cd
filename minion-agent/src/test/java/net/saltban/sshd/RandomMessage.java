package net.saltban.sshd;

import java.util.Random;

/** Messages that a random peer makes a daemon write; each method is one format string. */
final class RandomMessage {
    private final Random random;
    private final RandomPeer peer;
    private final String sent;
    private final String from;
    private final String at;

    RandomMessage(Random random, RandomPeer peer) {
        this.random = random;
        this.peer = peer;
        this.sent = peer.name();
        this.from = " from " + peer.address + " port " + peer.port;
        this.at = " " + peer.address + " port " + peer.port;
    }

    /** How many forms {@link #line} knows. */
    static final int FORMS = 29;

    /** One line of a log. */
    byte[] line(int form) {
        String message = message(form);
        String stripped = random.nextInt(3) == 0 ? SshdPrinter.journald(message) : message;
        boolean repeated = random.nextInt(20) == 0;
        String tag = form >= 22 && form < 26 ? "dropbear[7]" : "sshd[7]";
        return SshdPrinter.line(tag, repeated ? "message repeated 2 times: [ " + stripped + "]" : stripped);
    }

    private String message(int form) {
        String user = SshdPrinter.cut(SshdPrinter.name(sent), 100);
        String invalid = SshdPrinter.cut("invalid user " + SshdPrinter.name(sent), 200);
        String authenticating = SshdPrinter.cut("authenticating user " + SshdPrinter.name(sent), 200);
        String claimed = random.nextBoolean() ? invalid : authenticating;
        boolean twice = random.nextInt(4) != 0;
        return switch (form) {
            case 0 -> SshdPrinter.monitor("Failed password for invalid user " + user + from + " ssh2");
            case 1 -> SshdPrinter.monitor("Failed password for " + user + from + " ssh2");
            case 2 ->
                SshdPrinter.monitor(
                        "Failed publickey for invalid user " + user + from + " ssh2: RSA SHA256:x ID " + peer.text());
            case 3 -> SshdPrinter.child("Failed none for invalid user " + user + from + " ssh2", twice);
            case 4 ->
                SshdPrinter.child(
                        "Failed publickey for invalid user " + user + from + " ssh2: RSA " + peer.text(), twice);
            case 5 -> SshdPrinter.monitor("Invalid user " + user + from);
            case 6 -> SshdPrinter.monitor("Illegal user " + user + " from " + peer.address);
            case 7 ->
                SshdPrinter.monitor(
                        "error: PAM: Authentication failure for illegal user " + user + " from " + peer.address);
            case 8 ->
                SshdPrinter.child(
                        "error: maximum authentication attempts exceeded for invalid user " + user + from + " ssh2",
                        twice);
            case 9 -> SshdPrinter.child("Disconnecting " + claimed + at + ": Too many authentication failures", twice);
            case 10 ->
                SshdPrinter.child(
                        "Disconnecting " + claimed + at + ": Change of username or service not allowed: (" + sent
                                + ",ssh-connection) -> (" + peer.text() + ",x)",
                        twice);
            case 11 -> SshdPrinter.child("Connection closed by " + claimed + at, twice);
            case 12 -> SshdPrinter.child("Connection reset by " + claimed + at, twice);
            case 13 -> SshdPrinter.child("Disconnected from " + claimed + at, twice);
            case 14 ->
                SshdPrinter.child("Received disconnect" + from + ":11: " + SshdPrinter.cut(peer.text(), 400), twice);
            case 15 ->
                SshdPrinter.child(
                        "Unable to negotiate with" + at + ": no matching cipher found. Their offer: " + peer.text(),
                        twice);
            case 16 ->
                SshdPrinter.child(
                        "ssh_dispatch_run_fatal: Connection from " + claimed + at
                                + ": message authentication code incorrect",
                        twice);
            case 17 -> SshdPrinter.child("Connection from " + claimed + at + " timed out", twice);
            case 18 ->
                SshdPrinter.monitor(
                        "Bad protocol version identification '" + SshdPrinter.cut(peer.text(), 100) + "'" + from);
            case 19 -> SshdPrinter.monitor("scanned" + from + " with " + peer.text() + ".  Don't panic.");
            case 20 ->
                SshdPrinter.rsyslog(
                        "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost="
                                + peer.address + "  user=" + sent);
            case 21 ->
                SshdPrinter.monitor("drop connection #1 from [" + peer.address + "]:" + peer.port
                        + " on [192.0.2.1]:22 past MaxStartups");
            case 22 ->
                SshdPrinter.rsyslog("Bad password attempt for '" + sent + "' from " + peer.address + ":" + peer.port);
            case 23 -> SshdPrinter.rsyslog("Login attempt for nonexistent user from " + peer.address + ":" + peer.port);
            case 24 ->
                SshdPrinter.rsyslog("Exit before auth from <" + peer.address + ":" + peer.port + ">: (user '" + sent
                        + "', 3 fails): Max auth tries reached - user '" + sent + "'");
            case 25 ->
                SshdPrinter.rsyslog("Exit before auth (user '" + sent + "', 3 fails): Max auth tries reached - user '"
                        + sent + "' from " + peer.address + ":" + peer.port);
            case 26 ->
                SshdPrinter.child("Disconnecting " + claimed + at + ": bad service request " + peer.text(), twice);
            case 27 ->
                SshdPrinter.monitor("subsystem request for " + SshdPrinter.cut(peer.text(), 100)
                        + " by user alice failed, subsystem not found");
            default ->
                SshdPrinter.monitor("Accepted publickey for alice" + from + " ssh2: RSA-CERT SHA256:x ID " + peer.text()
                        + " (serial 0)");
        };
    }
}
