package net.saltban.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.policy.Decision.AlreadyBanned;
import net.saltban.policy.Decision.BelowThreshold;
import net.saltban.policy.Decision.Tombstoned;

/** One run of the policy: each source, then each IPv6 /64, then what is too much. */
final class Deliberation {
    private final PolicySettings settings;
    private final PolicyInput input;
    private final RuleBook rules;
    private final Verdicts verdicts;
    private final Map<IpAddress, SourceEvidence> sources = new TreeMap<>();
    private final Set<IpAddress> alarmed;
    private final List<Alarm> alarms = new ArrayList<>();

    Deliberation(PolicySettings settings, PolicyInput input) {
        this.settings = settings;
        this.input = input;
        this.rules = new RuleBook(settings, input.now());
        this.alarmed = new HashSet<>(input.standing().alarmed());
        this.verdicts = new Verdicts(settings, input, alarmed);
    }

    PolicyOutcome outcome() {
        gather();
        AlarmSearch search = new AlarmSearch(settings, input, verdicts);
        for (SourceEvidence source : sources.values()) {
            alarms.addAll(search.alarms(source));
        }
        alarms.sort(Comparator.comparing(Alarm::at)
                .thenComparing(Alarm::source)
                .thenComparing(Alarm::minion)
                .thenComparing(Alarm::toString));
        alarms.forEach(alarm -> alarmed.add(alarm.source()));

        TreeMap<Prefix, Decision> decisions = new TreeMap<>();
        Map<IpAddress, Match> matches = new TreeMap<>();
        for (SourceEvidence source : sources.values()) {
            decide(source, matches, decisions);
        }
        new Ipv6Networks(input, rules, verdicts, sources).widen(matches, decisions);
        return new Limits(settings, input).apply(List.copyOf(decisions.values()), alarms);
    }

    private void gather() {
        Map<IpAddress, List<EvidenceItem>> items = new TreeMap<>();
        for (EvidenceItem item : input.evidence()) {
            items.computeIfAbsent(item.finding().source(), any -> new ArrayList<>())
                    .add(item);
        }
        PrefixIndex<Tombstone> tombstones = new PrefixIndex<>(input.standing().tombstones(), Tombstone::prefix);
        items.forEach((source, some) -> {
            some.sort(EvidenceItem.ORDER);
            sources.put(
                    source,
                    new SourceEvidence(
                            source,
                            some,
                            rules,
                            tombstones.covering(Prefix.of(source)),
                            input.standing().retractions()));
        });
    }

    private void decide(SourceEvidence source, Map<IpAddress, Match> matches, Map<Prefix, Decision> decisions) {
        Prefix prefix = Prefix.of(source.source());
        List<Ban> past = verdicts.past(prefix);
        boolean hasLogins = !source.logins().isEmpty();
        Optional<Match> match = rules.match(source.counting(), hasLogins, past);
        if (match.isPresent()) {
            matches.put(source.source(), match.get());
            decisions.put(prefix, verdicts.on(prefix, match.get(), List.of(source)));
            return;
        }
        Optional<Ban> active = verdicts.active(prefix);
        Optional<Tombstone> tombstone = source.tombstone();
        Optional<Match> before =
                tombstone.isPresent() ? rules.match(source.beforeUnban(), hasLogins, past) : Optional.empty();
        if (active.isPresent()) {
            decisions.put(prefix, new AlreadyBanned(prefix, active.get()));
        } else if (before.isPresent()) {
            decisions.put(prefix, new Tombstoned(prefix, before.get().reason(), tombstone.orElseThrow()));
        } else {
            Slice.Sums sums =
                    Slicing.of(source.counting()).stream().map(Slice::sums).reduce(Slice.Sums.ZERO, Slice.Sums::plus);
            decisions.put(prefix, new BelowThreshold(prefix, sums.failures(), sums.probes()));
        }
    }
}
