package net.saltban.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.policy.Decision.ToBan;

/**
 * IPv6 by /64, which is what one customer has (RFC 6177): from the second address of a /64 that is banned, the /64 is
 * banned in their place; and addresses that stay below every threshold alone are added up.
 */
final class Ipv6Networks {
    /** Length of the prefix in which addresses count as one neighbourhood. */
    static final int LENGTH = 64;

    private final PolicyInput input;
    private final RuleBook rules;
    private final Verdicts verdicts;
    private final SortedMap<Prefix, List<SourceEvidence>> networks = new TreeMap<>();

    Ipv6Networks(PolicyInput input, RuleBook rules, Verdicts verdicts, Map<IpAddress, SourceEvidence> sources) {
        this.input = input;
        this.rules = rules;
        this.verdicts = verdicts;
        for (SourceEvidence source : sources.values()) {
            if (!source.source().isIpv4()) {
                networks.computeIfAbsent(Prefix.covering(source.source(), LENGTH), any -> new ArrayList<>())
                        .add(source);
            }
        }
    }

    /** Adds the decisions on /64s, and takes away those on addresses that a ban of their /64 replaces. */
    void widen(Map<IpAddress, Match> matches, NavigableMap<Prefix, Decision> decisions) {
        networks.forEach((network, sources) -> {
            Optional<Match> match = match(network, sources, matches, decisions);
            if (match.isPresent()) {
                Decision decision = verdicts.on(network, match.get(), sources);
                if (decision instanceof ToBan ban) {
                    inside(network, decisions).values().removeIf(other -> isReplaced(other, ban.ban()));
                }
                if (!(decision instanceof Decision.AlreadyBanned)) {
                    decisions.put(network, decision);
                }
            }
        });
    }

    /** A view on the decisions on prefixes of a network; it sorts before all in it. */
    private static SortedMap<Prefix, Decision> inside(Prefix network, NavigableMap<Prefix, Decision> decisions) {
        return decisions.subMap(network, true, Prefix.of(network.last()), true);
    }

    private static boolean isReplaced(Decision decision, Ban by) {
        return decision instanceof ToBan ban && !ban.ban().outlasts(by);
    }

    private Optional<Match> match(
            Prefix network,
            List<SourceEvidence> sources,
            Map<IpAddress, Match> matches,
            NavigableMap<Prefix, Decision> decisions) {
        List<Ban> offenders = offenders(network, decisions);
        List<SourceEvidence> others = sources.stream()
                .filter(source -> !matches.containsKey(source.source()) && source.isHostile())
                .filter(source -> verdicts.active(Prefix.of(source.source())).isEmpty())
                .filter(source ->
                        input.protection().entryOf(Prefix.of(source.source())).isEmpty())
                .toList();
        Optional<Match> together = others.size() < 2 ? Optional.empty() : together(network, others);
        List<Ban> lasting =
                offenders.stream().filter(ban -> ban.until().isEmpty()).toList();
        if (lasting.size() > 1 || together.isPresent() && together.get().until().isEmpty()) {
            return join(offenders, together, Optional.empty(), matchesOf(sources, matches));
        }
        if (offenders.size() > 1 || together.isPresent()) {
            List<Instant> ends = new ArrayList<>();
            together.flatMap(Match::until).ifPresent(ends::add);
            offenders.stream().flatMap(ban -> ban.until().stream()).forEach(ends::add);
            return join(offenders, together, ends.stream().max(Instant::compareTo), matchesOf(sources, matches));
        }
        return Optional.empty();
    }

    private static List<Match> matchesOf(List<SourceEvidence> sources, Map<IpAddress, Match> matches) {
        return sources.stream()
                .flatMap(source -> Optional.ofNullable(matches.get(source.source())).stream())
                .toList();
    }

    private Optional<Match> together(Prefix network, List<SourceEvidence> others) {
        List<EvidenceItem> items = others.stream()
                .flatMap(source -> source.counting().stream())
                .sorted(EvidenceItem.ORDER)
                .toList();
        boolean hasLogins = others.stream().anyMatch(source -> !source.logins().isEmpty());
        return rules.match(items, hasLogins, verdicts.past(network));
    }

    /** What is banned within a network, or about to be; one for each prefix. */
    private List<Ban> offenders(Prefix network, NavigableMap<Prefix, Decision> decisions) {
        Map<Prefix, Ban> offenders = new TreeMap<>();
        for (Ban ban : verdicts.activeWithin(network)) {
            if (ban.prefix().length() > LENGTH) {
                offenders.merge(ban.prefix(), ban, (one, other) -> one.outlasts(other) ? one : other);
            }
        }
        for (Decision decision : inside(network, decisions).values()) {
            if (decision instanceof ToBan ban) {
                offenders.put(ban.prefix(), ban.ban());
            }
        }
        return List.copyOf(offenders.values());
    }

    private Optional<Match> join(
            List<Ban> offenders, Optional<Match> together, Optional<Instant> until, List<Match> matches) {
        List<Reason> reasons = new ArrayList<>();
        offenders.forEach(ban -> ban.reason().ifPresent(reasons::add));
        together.ifPresent(match -> reasons.add(match.reason()));
        if (reasons.isEmpty()) {
            return Optional.empty(); // only operators' bans: theirs to widen
        }
        String rule = together.map(Match::reason)
                .orElseGet(() -> reasons.stream()
                        .max(Comparator.comparing(Reason::last).thenComparing(Reason::rule))
                        .orElseThrow())
                .rule();
        List<EvidenceItem> evidence = new ArrayList<>();
        together.ifPresent(match -> evidence.addAll(match.evidence()));
        matches.forEach(match -> evidence.addAll(match.evidence()));
        evidence.sort(EvidenceItem.ORDER);
        List<EvidenceItem> kept = evidence.subList(0, Math.min(evidence.size(), ToBan.EVIDENCE_MAX));
        return Optional.of(new Match(Reasons.join(rule, reasons), until, kept));
    }
}
