package net.saltban.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import net.saltban.finding.Login;

/** The accepted logins of one source, as far as they make it known-good. */
final class Logins {
    private static final class OfMinion {
        private final Set<LocalDate> days = new TreeSet<>();
        private Instant first = Instant.MAX;
        private boolean clockTrusted;
    }

    private final Map<String, OfMinion> byMinion = new TreeMap<>();

    /** Of items that are not withdrawn, however old. */
    Logins(List<EvidenceItem> items) {
        for (EvidenceItem item : items) {
            for (Login login : item.finding().logins()) {
                OfMinion minion = byMinion.computeIfAbsent(item.reporter().minion(), any -> new OfMinion());
                minion.days.add(LocalDate.ofInstant(login.first(), ZoneOffset.UTC));
                minion.days.add(LocalDate.ofInstant(login.last(), ZoneOffset.UTC));
                minion.first = login.first().isBefore(minion.first) ? login.first() : minion.first;
                minion.clockTrusted |= item.clockTrusted();
            }
        }
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return byMinion.isEmpty();
    }

    /**
     * The minions whose logins shield the source: of one minion against what rests on that minion alone, of two or more,
     * taken together, against all. Empty if none do.
     */
    List<String> shieldFrom(Reason reason, PolicySettings.KnownGoodMeasure measure) {
        Instant latestFirst = reason.first().minus(measure.lead());
        Set<LocalDate> days = new TreeSet<>();
        Set<String> several = new TreeSet<>();
        byMinion.forEach((minion, logins) -> {
            if (logins.clockTrusted && !logins.first.isAfter(latestFirst)) {
                several.add(minion);
                days.addAll(logins.days);
            }
        });
        if (several.size() > 1 && days.size() >= measure.days()) {
            return List.copyOf(several);
        }
        return reason.onlyMinion()
                .filter(minion -> knownGoodBefore(reason.first(), measure).contains(minion))
                .map(List::of)
                .orElse(List.of());
    }

    /** The minions each of which by itself knows the source well enough at a time. */
    List<String> knownGoodBefore(Instant failures, PolicySettings.KnownGoodMeasure measure) {
        return byMinion.entrySet().stream()
                .filter(entry -> entry.getValue().days.size() >= measure.days()
                        && !entry.getValue().first.isAfter(failures.minus(measure.lead())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
