package net.saltban.policy;

import java.time.Instant;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.finding.Login;

/**
 * An accepted login that an operator must look at: somebody may have got in.
 *
 * @param kind what is wrong with it
 * @param source where the login came from
 * @param minion id of the minion that accepted it
 * @param login user, method, key and times
 * @param failures failures of the source just before, over the fleet
 * @param banned the banned prefix that the source lies in, if so
 */
public record Alarm(Kind kind, IpAddress source, String minion, Login login, long failures, Optional<Prefix> banned) {
    /** What is wrong with a login. */
    public enum Kind {
        /** It came from a banned source. */
        LOGIN_FROM_BANNED,
        /** Many failures of the source came just before it. */
        LOGIN_AFTER_FAILURES
    }

    /** When it happened: the last such login. */
    public Instant at() {
        return login.last();
    }
}
