package net.saltban.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.UserFailures;
import net.saltban.limits.InputLimits;

/**
 * Adds findings of one source and one outbox up to one: counts add up, times widen, of users and logins the most frequent are
 * named. It bears the highest of their numbers.
 */
final class FindingSum {
    private FindingSum() {}

    /**
     * The sum of findings, at least one.
     *
     * @param minute the start that it bears
     */
    static Finding of(Instant minute, List<Finding> parts) {
        Finding newest =
                parts.stream().max(Comparator.comparingLong(Finding::seq)).orElseThrow();
        List<UserFailures> users = users(parts);
        List<Login> logins = logins(parts);
        int usersShown = Math.min(users.size(), InputLimits.NAMES_MAX);
        int loginsShown = Math.min(logins.size(), InputLimits.NAMES_MAX);
        return new Finding(
                newest.epoch(),
                newest.seq(),
                newest.source(),
                minute,
                parts.stream().map(Finding::first).min(Instant::compareTo).orElseThrow(),
                parts.stream().map(Finding::last).max(Instant::compareTo).orElseThrow(),
                sum(parts.stream().mapToLong(Finding::failures).sum()),
                sum(parts.stream().mapToLong(Finding::rootFailures).sum()),
                sum(parts.stream().mapToLong(Finding::invalidUserFailures).sum()),
                sum(parts.stream().mapToLong(Finding::probes).sum()),
                users.subList(0, usersShown),
                users.size()
                        - usersShown
                        + parts.stream().mapToInt(Finding::usersMore).max().orElse(0),
                logins.subList(0, loginsShown),
                logins.size()
                        - loginsShown
                        + parts.stream().mapToInt(Finding::loginsMore).max().orElse(0),
                newest.trust());
    }

    private static int sum(long exact) {
        return (int) Math.min(exact, Integer.MAX_VALUE);
    }

    private record UserKey(String name, boolean invalid) {}

    private static List<UserFailures> users(List<Finding> parts) {
        Map<UserKey, Long> failures = new LinkedHashMap<>();
        for (Finding part : parts) {
            for (UserFailures user : part.users()) {
                failures.merge(new UserKey(user.name(), user.invalid()), (long) user.failures(), Long::sum);
            }
        }
        List<UserFailures> users = new ArrayList<>();
        failures.forEach((key, count) -> users.add(new UserFailures(key.name(), key.invalid(), sum(count))));
        users.sort(Comparator.comparingInt(UserFailures::failures).reversed().thenComparing(UserFailures::name));
        return users;
    }

    private record LoginKey(String user, String method, String key) {}

    private static List<Login> logins(List<Finding> parts) {
        Map<LoginKey, Login> logins = new LinkedHashMap<>();
        for (Finding part : parts) {
            for (Login login : part.logins()) {
                logins.merge(new LoginKey(login.user(), login.method(), login.key()), login, FindingSum::join);
            }
        }
        List<Login> sorted = new ArrayList<>(logins.values());
        sorted.sort(Comparator.comparingInt(Login::count).reversed().thenComparing(Login::first));
        return sorted;
    }

    private static Login join(Login one, Login other) {
        return new Login(
                one.user(),
                one.method(),
                one.key(),
                one.first().isBefore(other.first()) ? one.first() : other.first(),
                one.last().isAfter(other.last()) ? one.last() : other.last(),
                sum((long) one.count() + other.count()));
    }
}
