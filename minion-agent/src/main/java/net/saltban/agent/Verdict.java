package net.saltban.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.finding.Finding;
import net.saltban.policy.Ban;
import net.saltban.policy.Decision;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.Policy;
import net.saltban.policy.PolicyInput;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Reporter;

/** What the shipped policy says of each source, if this log were all the evidence there is. */
final class Verdict {
    /** No rule would ban it. */
    static final String NONE = "-";

    /** A rule holds, but a machine must not ban the address. */
    static final String EXEMPT = "exempt";

    /** A rule holds, but people log in from there. */
    static final String KNOWN_GOOD = "known-good";

    private static final int IPV6_NETWORK = 64;

    /** Findings that are decided on at a time: the policy's own tables are much larger than what it is given. */
    private static final int AT_ONCE = 4096;

    private final PolicySettings settings;
    private final Instant now;
    private final Map<Prefix, Word> words = new HashMap<>();

    private record Word(String text, boolean bans) {}

    /**
     * Nothing is decided yet.
     *
     * @param now the time of the decisions
     */
    Verdict(PolicySettings settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    /** Judges at the time of the last message, so that an old log is judged as if it had just been written. */
    static void judge(Collection<SourceSummary> sources) {
        Instant last = sources.isEmpty() ? Instant.EPOCH : Instant.MIN;
        for (SourceSummary source : sources) {
            last = source.last().isAfter(last) ? source.last() : last;
        }
        PolicySettings settings = PolicySettings.shipped();
        new Shortlist(settings, last, AT_ONCE, new ByPolicy(settings, last)).judge(sources);
    }

    private record ByPolicy(PolicySettings settings, Instant now)
            implements BiConsumer<List<SourceSummary>, List<Finding>> {
        @Override
        public void accept(List<SourceSummary> sources, List<Finding> findings) {
            Verdict verdict = new Verdict(settings, now);
            verdict.decide(findings);
            for (SourceSummary source : sources) {
                source.judge(verdict.on(source.source()));
            }
        }
    }

    /** Decides on all findings of some sources, and of their whole IPv6 networks; those of others do not matter to them. */
    void decide(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        Reporter here = Reporter.local("here");
        List<EvidenceItem> evidence = new ArrayList<>(findings.size());
        for (Finding finding : findings) {
            evidence.add(EvidenceItem.of(here, finding));
        }
        PolicyInput input = PolicyInput.of(evidence, now);
        for (Decision decision : new Policy(settings).decide(input).decisions()) {
            words.put(decision.prefix(), new Word(word(decision), decision instanceof Decision.ToBan));
        }
    }

    /** The rule that would ban a source, {@link #KNOWN_GOOD}, {@link #EXEMPT}, or {@link #NONE}. */
    String on(IpAddress source) {
        Word network = words.get(Prefix.covering(source, source.isIpv4() ? source.bits() : IPV6_NETWORK));
        Word own = words.get(Prefix.of(source));
        boolean whole = own == null || network != null && network.bans();
        Word word = whole ? network : own;
        return word == null ? NONE : word.text();
    }

    /** Whether the word names a rule. */
    static boolean isRule(String word) {
        return !word.equals(NONE) && !word.equals(EXEMPT) && !word.equals(KNOWN_GOOD);
    }

    private static String word(Decision decision) {
        return decision.match(new Decision.Cases<>(
                ban -> rule(ban.ban()),
                banned -> rule(banned.ban()),
                held -> rule(held.ban()),
                allowlisted -> EXEMPT,
                knownGood -> KNOWN_GOOD,
                tombstoned -> NONE,
                below -> NONE));
    }

    private static String rule(Ban ban) {
        return ban.reason().map(reason -> reason.rule()).orElse(NONE);
    }
}
