package net.saltban.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import net.saltban.address.AddressScope;
import net.saltban.address.Prefix;
import net.saltban.finding.Finding;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Protection;
import net.saltban.policy.Rule;

/**
 * The sources of one machine on which the policy must be asked: those that share an IPv6 /64 in which a rule may hold. On all others its
 * word is plain, at a fraction of the cost: the first rule that holds, if any does, unless logins shield the source or a machine never bans its
 * address.
 */
final class Shortlist {
    /** Increments of one network that are looked at, or little more: whoever has a /64 has addresses without end. */
    private static final int NETWORK_EVIDENCE_MAX = 20_000;

    private static final int SECONDS_IN_MINUTE = 60;
    private static final int MICROS_IN_SECOND = 1_000_000;
    private static final int NANOS_IN_MICRO = 1000;

    private final PolicySettings settings;
    private final Instant now;
    private final KnownGood knownGood;
    private final long oldestMinute;
    private final int oldestMicros;
    private final List<RuleWindow> rules = new ArrayList<>();
    private final List<SourceSummary> unclear = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final int atOnce;
    private final BiConsumer<List<SourceSummary>, List<Finding>> decide;

    /**
     * Nothing is judged yet.
     *
     * @param now the time of the decision, at least {@link PolicySettings#evidenceAge} after {@link Instant#MIN}
     * @param atOnce how many increments are handed out at a time, or little more: a network is never parted
     * @param decide judges sources by the policy on their findings; of a large network only the first may have any
     */
    Shortlist(PolicySettings settings, Instant now, int atOnce, BiConsumer<List<SourceSummary>, List<Finding>> decide) {
        this.settings = settings;
        this.now = now;
        this.knownGood = new KnownGood(settings);
        this.atOnce = atOnce;
        this.decide = decide;
        Instant oldest = now.minus(settings.evidenceAge());
        this.oldestMinute = Math.floorDiv(oldest.getEpochSecond(), (long) SECONDS_IN_MINUTE);
        this.oldestMicros = (int) Math.floorMod(oldest.getEpochSecond(), (long) SECONDS_IN_MINUTE) * MICROS_IN_SECOND
                + oldest.getNano() / NANOS_IN_MICRO;
        addRules(false);
        addRules(true);
    }

    private void addRules(boolean timed) {
        for (Rule rule : settings.rules()) {
            if (!rule.isFleetWide() && rule.banFor().isPresent() == timed) {
                rules.add(new RuleWindow(rule));
            }
        }
    }

    /** Judges sources. */
    void judge(Collection<SourceSummary> sources) {
        Map<Long, List<SourceSummary>> networks = new LinkedHashMap<>();
        for (SourceSummary source : sources) {
            if (source.isIpv4()) {
                judge(source);
            } else {
                List<SourceSummary> network = networks.get(source.high());
                if (network == null) {
                    network = new ArrayList<>(1);
                    networks.put(source.high(), network);
                }
                network.add(source);
            }
        }
        for (List<SourceSummary> network : networks.values()) {
            if (network.size() == 1) {
                judge(network.get(0));
            } else {
                judgeNetwork(network);
            }
        }
        handOut(1);
    }

    private void handOut(int atLeast) {
        if (findings.size() >= atLeast) {
            decide.accept(List.copyOf(unclear), List.copyOf(findings));
            unclear.clear();
            findings.clear();
        }
    }

    private void ask(SourceSummary source) {
        unclear.add(source);
        for (int i = 0; i < source.evidence().size(); i++) {
            findings.add(source.evidence().finding(i, source.source(), source.names()));
        }
    }

    private boolean mayHold(long failures, long probes) {
        for (RuleWindow rule : rules) {
            if (rule.mayHold(failures, probes)) {
                return true;
            }
        }
        return false;
    }

    /** A source alone in its network. */
    private void judge(SourceSummary source) {
        if (!mayHold(source.failures(), source.probes())) {
            return;
        }
        Evidence evidence = source.evidence();
        evidence.sort();
        int begin = evidence.notBefore(oldestMinute, oldestMicros);
        for (RuleWindow rule : rules) {
            boolean isSpared = rule.rule().sparesLogins() && source.logins() > 0;
            if (!isSpared
                    && rule.mayHold(source.failures(), source.probes())
                    && rule.holds(evidence, begin)
                    && isNotOver(rule, evidence)) {
                source.judge(word(rule, source, begin));
                return;
            }
        }
    }

    private String word(RuleWindow rule, SourceSummary source, int begin) {
        if (isExempt(source)) {
            return Verdict.EXEMPT;
        }
        boolean isShielded = source.logins() > 0 && knownGood.shields(source.evidence(), begin, rule.from());
        return isShielded ? Verdict.KNOWN_GOOD : rule.rule().name();
    }

    private boolean isExempt(SourceSummary source) {
        return source.source().scope() != AddressScope.GLOBAL
                && Protection.none()
                        .exemption(Prefix.of(source.source()), settings)
                        .isPresent();
    }

    /** Whether a ban would hold now: for good, or for a time from the last message in its window on. */
    private boolean isNotOver(RuleWindow rule, Evidence evidence) {
        if (rule.rule().banFor().isEmpty()) {
            return true;
        }
        long minute = evidence.minute(rule.to());
        int last = evidence.last(rule.to());
        for (int i = rule.from(); i < evidence.size() && evidence.minute(i) <= minute; i++) {
            if (evidence.minute(i) == minute && evidence.kind(i) != Evidence.LOGIN) {
                last = Math.max(last, evidence.last(i));
            }
        }
        Instant end = Instant.ofEpochSecond(minute * SECONDS_IN_MINUTE)
                .plusNanos((long) last * NANOS_IN_MICRO)
                .plus(rule.rule().banFor().orElseThrow());
        return end.isAfter(now);
    }

    private void judgeNetwork(List<SourceSummary> sources) {
        long failures = 0;
        long probes = 0;
        for (SourceSummary source : sources) {
            failures += source.failures();
            probes += source.probes();
        }
        if (!mayHold(failures, probes)) {
            return;
        }
        Evidence evidence = new Evidence();
        int looked = 0;
        while (looked < sources.size() && evidence.size() < NETWORK_EVIDENCE_MAX) {
            evidence.appendAll(sources.get(looked++).evidence());
        }
        evidence.sort();
        int begin = evidence.notBefore(oldestMinute, oldestMicros);
        for (RuleWindow rule : rules) {
            if (rule.mayHold(evidence, begin)) {
                for (SourceSummary source : sources.subList(0, looked)) {
                    ask(source);
                }
                unclear.addAll(sources.subList(looked, sources.size()));
                handOut(atOnce);
                return;
            }
        }
    }
}
