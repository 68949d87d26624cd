package net.saltban.finding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.limits.InputLimits;

/**
 * An increment of what one source did on one minion within one minute. Findings of one source and minute add up.
 *
 * @param epoch random id of the outbox that numbered it
 * @param seq number within the outbox, from 1, without gaps
 * @param source the peer that sshd printed
 * @param minute start of the minute, a whole minute in UTC
 * @param first time of the first message counted
 * @param last time of the last message counted
 * @param failures attempts that failed: one for each failed authentication, never one a line
 * @param rootFailures of these, for root
 * @param invalidUserFailures of these, for names that do not exist
 * @param probes connections that never tried to authenticate
 * @param users failures by user name, at most 16
 * @param usersMore how many other names there were
 * @param logins accepted logins, at most 16
 * @param loginsMore how many other kinds of login there were
 * @param trust who vouches for the messages
 */
public record Finding(
        String epoch,
        long seq,
        IpAddress source,
        Instant minute,
        Instant first,
        Instant last,
        int failures,
        int rootFailures,
        int invalidUserFailures,
        int probes,
        List<UserFailures> users,
        int usersMore,
        List<Login> logins,
        int loginsMore,
        Trust trust) {

    /** Refuses negative counts, counts that exceed their whole, lists above their bound and times out of order. */
    public Finding {
        users = List.copyOf(users);
        logins = List.copyOf(logins);
        check(Epoch.isValid(epoch), "epoch is no epoch");
        check(seq >= 1, "seq is below 1");
        check(source.scope().isPeer(), "source cannot be a peer");
        check(minute.truncatedTo(ChronoUnit.MINUTES).equals(minute), "minute is no whole minute");
        check(!last.isBefore(first), "last is before first");
        check(failures >= 0 && probes >= 0 && usersMore >= 0 && loginsMore >= 0, "a count is negative");
        check(rootFailures >= 0 && rootFailures <= failures, "root_failures is not within failures");
        check(
                invalidUserFailures >= 0 && invalidUserFailures <= failures,
                "invalid_user_failures is not within failures");
        check(users.size() <= InputLimits.NAMES_MAX, "more than 16 users");
        check(logins.size() <= InputLimits.NAMES_MAX, "more than 16 logins");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
