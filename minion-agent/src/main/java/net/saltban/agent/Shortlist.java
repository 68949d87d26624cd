package net.saltban.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.UserFailures;
import net.saltban.policy.Metric;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Rule;

/**
 * The findings of one machine on which a rule can rest; on all others the policy would say that they are below every threshold. It says
 * the same word of each source on the shortlist as on everything, at a fraction of the cost:
 *
 * <ul>
 *   <li>a source, or an IPv6 /64, in none of whose windows the counts reach a threshold can match no rule;
 *   <li>of a source alone in its network, one window is enough in which the first rule holds that holds at all: no rule before it can
 *       hold in a part if it does not hold in the whole. Where logins may have made the source known-good, all is looked at.
 * </ul>
 *
 * Counts here never fall short of the policy's: where it counts different names, here are the attempts that tried them.
 */
final class Shortlist {
    private static final int IPV6_NETWORK = 64;
    /** Findings of one network that are looked at, or little more: whoever has a /64 has addresses without end. */
    private static final int NETWORK_FINDINGS_MAX = 20_000;

    private static final int SECONDS_IN_MINUTE = 60;
    private static final Comparator<Finding> BY_MINUTE = Comparator.comparing(Finding::minute);

    private final List<Rule> rules = new ArrayList<>();
    private final Instant oldest;
    private final Duration lead;
    private final List<Finding> found = new ArrayList<>();

    private Shortlist(PolicySettings settings, Instant now) {
        this.oldest = now.minus(settings.evidenceAge());
        this.lead = settings.knownGood().lead();
        for (Rule rule : settings.rules()) {
            if (!rule.isFleetWide() && rule.banFor().isEmpty()) {
                rules.add(rule);
            }
        }
        for (Rule rule : settings.rules()) {
            if (!rule.isFleetWide() && rule.banFor().isPresent()) {
                rules.add(rule);
            }
        }
    }

    /**
     * Hands out the findings to decide on.
     *
     * @param now the time of the decision, at least {@link PolicySettings#evidenceAge} after {@link Instant#MIN}
     * @param atOnce how many of them at a time, or little more: a source or network is never parted
     */
    static void of(
            Collection<SourceSummary> sources,
            PolicySettings settings,
            Instant now,
            int atOnce,
            Consumer<List<Finding>> decide) {
        Shortlist shortlist = new Shortlist(settings, now);
        Map<IpAddress, List<SourceSummary>> networks = new LinkedHashMap<>();
        for (SourceSummary source : sources) {
            if (source.source().isIpv4()) {
                shortlist.address(source);
                shortlist.handOut(atOnce, decide);
            } else {
                IpAddress network =
                        Prefix.covering(source.source(), IPV6_NETWORK).address();
                networks.computeIfAbsent(network, any -> new ArrayList<>()).add(source);
            }
        }
        for (List<SourceSummary> network : networks.values()) {
            shortlist.network(network);
            shortlist.handOut(atOnce, decide);
        }
        shortlist.handOut(1, decide);
    }

    private void handOut(int atLeast, Consumer<List<Finding>> decide) {
        if (found.size() >= atLeast) {
            decide.accept(List.copyOf(found));
            found.clear();
        }
    }

    private void network(List<SourceSummary> sources) {
        if (sources.size() == 1) {
            address(sources.get(0));
            return;
        }
        long failures = 0;
        long probes = 0;
        for (SourceSummary source : sources) {
            failures += source.failures();
            probes += source.probes();
        }
        if (!mayReach(failures, probes)) {
            return;
        }
        List<Finding> findings = new ArrayList<>();
        for (SourceSummary source : sources) {
            if (findings.size() < NETWORK_FINDINGS_MAX) {
                findings.addAll(source.findings());
            }
        }
        List<Finding> counting = counting(findings);
        for (Rule rule : rules) {
            if (window(rule, counting).isPresent()) {
                found.addAll(findings);
                return;
            }
        }
    }

    /** Whether all that was counted, whenever, is enough for a rule. */
    private boolean mayReach(long failures, long probes) {
        for (Rule rule : rules) {
            long most = rule.metric() == Metric.PROBES ? probes : failures;
            if (most >= rule.threshold()) {
                return true;
            }
        }
        return false;
    }

    private void address(SourceSummary source) {
        if (!mayReach(source.failures(), source.probes())) {
            return;
        }
        List<Finding> findings = source.findings();
        List<Finding> counting = counting(findings);
        for (Rule rule : rules) {
            Optional<List<Finding>> window = window(rule, counting);
            if (window.isPresent()) {
                boolean suffices = rule.banFor().isEmpty()
                        && holds(rule, window.get())
                        && !mayBeKnownGood(
                                source.logins() > 0,
                                findings,
                                window.get().get(0).minute());
                found.addAll(suffices ? window.get() : findings);
                return;
            }
        }
    }

    /** Whether a rule surely holds in a window. */
    private static boolean holds(Rule rule, List<Finding> window) {
        return switch (rule.metric()) {
            case FAILURES, ROOT_FAILURES, PROBES -> true;
            case INVALID_USERS -> invalidNames(window) >= rule.threshold();
        };
    }

    private static int invalidNames(List<Finding> window) {
        Set<String> names = new HashSet<>();
        for (Finding finding : window) {
            for (UserFailures user : finding.users()) {
                if (user.invalid()) {
                    names.add(user.name());
                }
            }
        }
        return names.size();
    }

    /** Whether there are logins so long before failures of that minute that the policy looks at them. */
    private boolean mayBeKnownGood(boolean hasLogins, List<Finding> findings, Instant failures) {
        if (!hasLogins) {
            return false;
        }
        Instant latest = failures.plusSeconds(SECONDS_IN_MINUTE).minus(lead);
        for (Finding finding : findings) {
            for (Login login : finding.logins()) {
                if (!login.first().isAfter(latest)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Those young enough to count, by time. */
    private List<Finding> counting(List<Finding> findings) {
        List<Finding> young = new ArrayList<>(findings.size());
        for (Finding finding : findings) {
            if (!finding.last().isBefore(oldest)) {
                young.add(finding);
            }
        }
        young.sort(BY_MINUTE);
        return young;
    }

    /** The earliest window in which a rule may hold. */
    private static Optional<List<Finding>> window(Rule rule, List<Finding> byMinute) {
        long seconds = rule.window().toSeconds();
        long sum = 0;
        int from = 0;
        for (int i = 0; i < byMinute.size(); i++) {
            sum += atMost(rule, byMinute.get(i));
            long start = byMinute.get(i).minute().getEpochSecond() - seconds;
            while (byMinute.get(from).minute().getEpochSecond() <= start) {
                sum -= atMost(rule, byMinute.get(from++));
            }
            if (sum >= rule.threshold()) {
                return Optional.of(byMinute.subList(from, i + 1));
            }
        }
        return Optional.empty();
    }

    private static long atMost(Rule rule, Finding finding) {
        return switch (rule.metric()) {
            case FAILURES -> finding.failures();
            case ROOT_FAILURES -> finding.rootFailures();
            case PROBES -> finding.probes();
            case INVALID_USERS -> finding.invalidUserFailures();
        };
    }
}
