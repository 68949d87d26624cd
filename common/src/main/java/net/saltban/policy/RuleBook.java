package net.saltban.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import net.saltban.finding.Trust;
import net.saltban.policy.WindowScan.Span;

/**
 * Tries the rules on the evidence of one source, or of several in one /64.
 */
final class RuleBook {
    private final PolicySettings settings;
    private final Instant now;
    private final List<Rule> rules;

    RuleBook(PolicySettings settings, Instant now) {
        this.settings = settings;
        this.now = now;
        this.rules = new ArrayList<>();
        settings.rules().stream().filter(rule -> rule.banFor().isEmpty()).forEach(rules::add);
        settings.rules().stream().filter(rule -> rule.banFor().isPresent()).forEach(rules::add);
    }

    /** Whether an item is young and fine enough to ban. */
    boolean counts(EvidenceItem item) {
        return item.resolution() != Resolution.DAY
                && !item.finding().last().isBefore(now.minus(settings.evidenceAge()));
    }

    /**
     * The first rule that holds, permanent ones first. Of a permanent rule the earliest span that suffices is the reason, of
     * a ban that ends the latest: it ends that long after its last message, whenever it is decided, and one that would be
     * over by now is none.
     *
     * @param items items that {@linkplain #counts count}, in canonical order
     * @param hasLogins whether a login was accepted from there
     * @param past bans of these prefixes that have run out
     */
    Optional<Match> match(List<EvidenceItem> items, boolean hasLogins, List<Ban> past) {
        List<Slice> all = Slicing.of(items);
        List<Slice> trusted = items.stream().allMatch(EvidenceItem::clockTrusted)
                ? all
                : Slicing.of(items.stream().filter(EvidenceItem::clockTrusted).toList());
        for (Rule rule : rules) {
            if (rule.sparesLogins() && hasLogins) {
                continue;
            }
            List<Slice> slices = rule.isFleetWide() ? trusted : all;
            Optional<Match> match =
                    rule.banFor().isEmpty() ? permanent(rule, slices, trusted) : timed(rule, slices, trusted, past);
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    private Optional<Match> permanent(Rule rule, List<Slice> slices, List<Slice> trusted) {
        Optional<Match> earliest = find(rule, slices, trusted, false, Optional.empty());
        boolean mayEnd = settings.uncorroborated().banFor().isPresent();
        if (earliest.isEmpty() || earliest.get().reason().corroborated() || !mayEnd) {
            return earliest;
        }
        return find(rule, slices, trusted, true, Optional.empty())
                .map(this::limitIfUncorroborated)
                .filter(this::isNotOver);
    }

    private Optional<Match> timed(Rule rule, List<Slice> slices, List<Slice> trusted, List<Ban> past) {
        return find(rule, slices, trusted, true, rule.banFor())
                .map(match -> isRecidivist(match, past)
                        ? new Match(match.reason(), Optional.empty(), match.evidence())
                        : match)
                .map(this::limitIfUncorroborated)
                .filter(this::isNotOver);
    }

    private boolean isNotOver(Match match) {
        return match.until().isEmpty() || match.until().get().isAfter(now);
    }

    private boolean isRecidivist(Match match, List<Ban> past) {
        Instant last = match.reason().last();
        return past.stream()
                .flatMap(ban -> ban.until().stream())
                .anyMatch(until -> last.isAfter(until) && !last.isAfter(until.plus(settings.recidivism())));
    }

    private Match limitIfUncorroborated(Match match) {
        Optional<Duration> limit = settings.uncorroborated().banFor();
        if (match.reason().corroborated() || limit.isEmpty()) {
            return match;
        }
        Instant latest = match.reason().last().plus(limit.get());
        Instant until = match.until().filter(end -> end.isBefore(latest)).orElse(latest);
        return new Match(match.reason(), Optional.of(until), match.evidence());
    }

    private Optional<Match> find(
            Rule rule, List<Slice> slices, List<Slice> trusted, boolean latest, Optional<Duration> banFor) {
        Comparator<Found> order = Comparator.comparingLong(found -> found.span.end());
        return candidates(rule, slices, latest).stream()
                .min(latest ? order.reversed() : order)
                .map(found -> {
                    Reason reason = Reasons.of(rule.name(), found.slices, isCorroborated(rule, found, trusted));
                    List<EvidenceItem> evidence = found.slices.stream()
                            .flatMap(slice -> slice.items().stream())
                            .sorted(EvidenceItem.ORDER)
                            .limit(Decision.ToBan.EVIDENCE_MAX)
                            .toList();
                    return new Match(reason, banFor.map(reason.last()::plus), evidence);
                });
    }

    /** A span in which a rule holds, with the slices in it. */
    private record Found(Span span, List<Slice> slices) {}

    /** One at most over the fleet; otherwise one at most for each minion, by minion id. */
    private static List<Found> candidates(Rule rule, List<Slice> slices, boolean latest) {
        Map<String, List<Slice>> parts = new TreeMap<>();
        for (Slice slice : slices) {
            parts.computeIfAbsent(rule.isFleetWide() ? "" : slice.minion(), any -> new ArrayList<>())
                    .add(slice);
        }
        List<Found> found = new ArrayList<>();
        for (List<Slice> part : parts.values()) {
            Optional<Span> span = latest ? WindowScan.latest(rule, part) : WindowScan.earliest(rule, part);
            span.ifPresent(within -> found.add(new Found(
                    within,
                    part.stream()
                            .filter(Slice::isHostile)
                            .filter(slice -> slice.isWithin(within.start(), within.end()))
                            .toList())));
        }
        return found;
    }

    /** By several minions, by journald alone, or by another minion that saw the source at about that time. */
    private boolean isCorroborated(Rule rule, Found found, List<Slice> trusted) {
        String minion = found.slices.get(0).minion();
        if (found.slices.stream().anyMatch(slice -> !slice.minion().equals(minion))) {
            return true;
        }
        List<EvidenceItem> vouched = found.slices.stream()
                .flatMap(slice -> slice.items().stream())
                .filter(item -> item.finding().trust() == Trust.JOURNAL)
                .toList();
        if (WindowScan.earliest(rule, Slicing.of(vouched)).isPresent()) {
            return true;
        }
        long around = settings.corroboration().toMinutes();
        return trusted.stream()
                .filter(slice -> slice.isHostile() && !slice.minion().equals(minion))
                .anyMatch(slice -> slice.isWithin(found.span.start() - around, found.span.end() + around));
    }
}
