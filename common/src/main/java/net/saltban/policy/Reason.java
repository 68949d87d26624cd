package net.saltban.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.finding.UserFailures;
import net.saltban.limits.InputLimits;

/**
 * Why a rule bans a prefix: what was counted within its window.
 *
 * @param rule name of the rule
 * @param minions ids of the minions that saw it, in order, at most 64
 * @param minionsMore how many others
 * @param first time of the first message counted
 * @param last time of the last message counted
 * @param failures attempts that failed
 * @param probes connections that never authenticated
 * @param users names tried, the most tried first, at most 16
 * @param usersMore how many other names at least
 * @param sources number of addresses within the prefix that took part
 * @param corroborated whether more than text logs of one minion speak for it
 */
public record Reason(
        String rule,
        List<String> minions,
        int minionsMore,
        Instant first,
        Instant last,
        long failures,
        long probes,
        List<UserFailures> users,
        int usersMore,
        int sources,
        boolean corroborated) {
    /** The most minions that are named. */
    public static final int MINIONS_MAX = 64;

    /** Refuses lists above their bound and a reason without a minion. */
    public Reason {
        minions = List.copyOf(minions);
        users = List.copyOf(users);
        if (minions.isEmpty() || minions.size() > MINIONS_MAX || users.size() > InputLimits.NAMES_MAX) {
            throw new IllegalArgumentException(minions.size() + " minions and " + users.size() + " users in a reason");
        }
    }

    /** Number of minions that saw it. */
    public int minionCount() {
        return minions.size() + minionsMore;
    }

    /** The minion that alone speaks for it; empty if there are several. */
    public Optional<String> onlyMinion() {
        return minionCount() == 1 ? Optional.of(minions.get(0)) : Optional.empty();
    }
}
