package net.saltban.agent;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.UserFailures;

/** All findings of one source, added up, and those of them that the rules are tried on. */
final class SourceSummary {
    /** Names that are told apart. */
    static final int USERS_MAX = 999;

    private final IpAddress source;
    private final Set<String> users = new HashSet<>(4);
    private final Evidence evidence = new Evidence();
    private Instant first;
    private Instant last;
    private long failures;
    private long probes;
    private long logins;
    private int usersMore;

    SourceSummary(Finding finding) {
        this.source = finding.source();
        this.first = finding.first();
        this.last = finding.last();
    }

    /**
     * Adds a finding.
     *
     * @param namesMax how many more names may be told apart
     * @return how many of them were
     */
    int add(Finding finding, int namesMax) {
        first = finding.first().isBefore(first) ? finding.first() : first;
        last = finding.last().isAfter(last) ? finding.last() : last;
        failures += finding.failures();
        probes += finding.probes();
        for (Login login : finding.logins()) {
            logins += login.count();
        }
        usersMore = Math.max(usersMore, finding.usersMore());
        int before = users.size();
        for (UserFailures user : finding.users()) {
            if (users.size() < USERS_MAX && users.size() - before < namesMax) {
                users.add(user.name());
            }
        }
        return users.size() - before;
    }

    /**
     * Keeps a finding that was added, for the rules.
     *
     * @param users its users, perhaps the same list as another finding's with equal ones
     * @return what it takes, in units of {@link Evidence}
     */
    int keep(Finding finding, List<UserFailures> users) {
        return evidence.add(finding, users);
    }

    /** The findings that were kept, made anew, in no order. */
    List<Finding> findings() {
        return evidence.findings(source);
    }

    IpAddress source() {
        return source;
    }

    Instant first() {
        return first;
    }

    Instant last() {
        return last;
    }

    long failures() {
        return failures;
    }

    long probes() {
        return probes;
    }

    long logins() {
        return logins;
    }

    /** Different names tried, at least. */
    int users() {
        return users.size() + usersMore;
    }
}
