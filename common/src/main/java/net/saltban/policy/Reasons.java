package net.saltban.policy;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import net.saltban.finding.UserFailures;
import net.saltban.limits.InputLimits;
import net.saltban.policy.Slice.User;

/** Sums slices, or other reasons, up to one reason. */
final class Reasons {
    private static final Comparator<UserFailures> MOST_TRIED = Comparator.comparingInt(UserFailures::failures)
            .reversed()
            .thenComparing(UserFailures::name)
            .thenComparing(UserFailures::invalid);

    private Reasons() {}

    /** The reason of a rule that counted some slices, at least one. */
    static Reason of(String rule, List<Slice> slices, boolean corroborated) {
        SortedSet<String> minions = new TreeSet<>();
        Map<User, Long> users = new HashMap<>();
        Slice.Sums sums = Slice.Sums.ZERO;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        int usersMore = 0;
        for (Slice slice : slices) {
            minions.add(slice.minion());
            slice.users().forEach((user, count) -> users.merge(user, count, Long::sum));
            sums = sums.plus(slice.sums());
            first = slice.first().isBefore(first) ? slice.first() : first;
            last = slice.last().isAfter(last) ? slice.last() : last;
            usersMore = Math.max(usersMore, slice.usersMore());
        }
        int sources = (int) slices.stream().map(Slice::source).distinct().count();
        Reason whole = new Reason(
                rule,
                minions.stream().limit(Reason.MINIONS_MAX).toList(),
                Math.max(0, minions.size() - Reason.MINIONS_MAX),
                first,
                last,
                sums.failures(),
                sums.probes(),
                List.of(),
                usersMore,
                sources,
                corroborated);
        return withUsers(whole, users);
    }

    /**
     * The reason of a /64 from those of addresses in it. It is corroborated if each of them is, or if they come from
     * several minions.
     */
    static Reason join(String rule, Collection<Reason> reasons) {
        SortedSet<String> minions = new TreeSet<>();
        Map<User, Long> users = new HashMap<>();
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        long failures = 0;
        long probes = 0;
        int usersMore = 0;
        int minionsMore = 0;
        int sources = 0;
        boolean corroborated = true;
        for (Reason reason : reasons) {
            minions.addAll(reason.minions());
            minionsMore = Math.max(minionsMore, reason.minionsMore());
            reason.users()
                    .forEach(user ->
                            users.merge(new User(user.name(), user.invalid()), (long) user.failures(), Long::sum));
            first = reason.first().isBefore(first) ? reason.first() : first;
            last = reason.last().isAfter(last) ? reason.last() : last;
            failures += reason.failures();
            probes += reason.probes();
            usersMore = Math.max(usersMore, reason.usersMore());
            sources += reason.sources();
            corroborated &= reason.corroborated();
        }
        Reason whole = new Reason(
                rule,
                minions.stream().limit(Reason.MINIONS_MAX).toList(),
                minionsMore + Math.max(0, minions.size() - Reason.MINIONS_MAX),
                first,
                last,
                failures,
                probes,
                List.of(),
                usersMore,
                sources,
                corroborated || minions.size() > 1);
        return withUsers(whole, users);
    }

    private static Reason withUsers(Reason reason, Map<User, Long> users) {
        List<UserFailures> named = users.entrySet().stream()
                .map(entry ->
                        new UserFailures(entry.getKey().name(), entry.getKey().invalid(), (int)
                                Math.min(entry.getValue(), Integer.MAX_VALUE)))
                .sorted(MOST_TRIED)
                .toList();
        int shown = Math.min(named.size(), InputLimits.NAMES_MAX);
        return new Reason(
                reason.rule(),
                reason.minions(),
                reason.minionsMore(),
                reason.first(),
                reason.last(),
                reason.failures(),
                reason.probes(),
                named.subList(0, shown),
                Math.max(reason.usersMore(), 0) + named.size() - shown,
                reason.sources(),
                reason.corroborated());
    }
}
