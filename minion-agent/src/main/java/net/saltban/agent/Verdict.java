package net.saltban.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private static final int IPV6_NETWORK = 64;

    private final Map<Prefix, Decision> decisions = new HashMap<>();

    /** Judges at the time of the last message, so that an old log is judged as if it had just been written. */
    static Verdict on(Collection<SourceSummary> sources) {
        Instant last = sources.isEmpty() ? Instant.EPOCH : Instant.MIN;
        for (SourceSummary source : sources) {
            last = source.last().isAfter(last) ? source.last() : last;
        }
        PolicySettings settings = PolicySettings.shipped();
        return new Verdict(Shortlist.of(sources, settings, last), settings, last);
    }

    /** Tries the rules on all that is given. */
    Verdict(List<Finding> findings, PolicySettings settings, Instant now) {
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
            decisions.put(decision.prefix(), decision);
        }
    }

    /** The rule that would ban a source, {@code known-good}, {@code exempt}, or {@code -}. */
    String on(IpAddress source) {
        Decision network = decisions.get(Prefix.covering(source, source.isIpv4() ? source.bits() : IPV6_NETWORK));
        Decision own = decisions.get(Prefix.of(source));
        boolean whole = network instanceof Decision.ToBan || own == null;
        Decision decision = whole ? network : own;
        return decision == null ? "-" : word(decision);
    }

    /** Whether the word names a rule. */
    static boolean isRule(String word) {
        return !word.equals("-") && !word.equals("exempt") && !word.equals("known-good");
    }

    private static String word(Decision decision) {
        return decision.match(new Decision.Cases<>(
                ban -> rule(ban.ban()),
                banned -> rule(banned.ban()),
                held -> rule(held.ban()),
                allowlisted -> "exempt",
                knownGood -> "known-good",
                tombstoned -> "-",
                below -> "-"));
    }

    private static String rule(Ban ban) {
        return ban.reason().map(reason -> reason.rule()).orElse("-");
    }
}
