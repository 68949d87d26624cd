package net.saltban.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;

/** The evidence of one source, sorted by what it may be used for. */
final class SourceEvidence {
    private final IpAddress source;
    private final List<EvidenceItem> counting = new ArrayList<>();
    private final List<EvidenceItem> tombstoned = new ArrayList<>();
    private final List<Tombstone> tombstones;
    private final Logins logins;
    private final List<EvidenceItem> withLogins = new ArrayList<>();

    /**
     * Of items in canonical order; an item that is there twice counts once.
     *
     * @param tombstones those whose prefix covers the source
     */
    SourceEvidence(
            IpAddress source,
            List<EvidenceItem> items,
            RuleBook rules,
            List<Tombstone> tombstones,
            List<Retraction> retractions) {
        this.source = source;
        this.tombstones = tombstones;
        Optional<EvidenceItem> previous = Optional.empty();
        for (EvidenceItem item : items) {
            boolean twice = previous.filter(item::equals).isPresent();
            previous = Optional.of(item);
            if (twice || retractions.stream().anyMatch(retraction -> retraction.voids(item))) {
                continue;
            }
            if (!item.finding().logins().isEmpty()) {
                withLogins.add(item);
            }
            if (rules.counts(item)) {
                boolean dead = tombstones.stream().anyMatch(tombstone -> tombstone.voids(item));
                (dead ? tombstoned : counting).add(item);
            }
        }
        logins = new Logins(withLogins);
    }

    IpAddress source() {
        return source;
    }

    /** What may ban it. */
    List<EvidenceItem> counting() {
        return counting;
    }

    /** What might have banned it before an unban, together with what still may. */
    List<EvidenceItem> beforeUnban() {
        List<EvidenceItem> all = new ArrayList<>(tombstoned);
        all.addAll(counting);
        all.sort(EvidenceItem.ORDER);
        return all;
    }

    /** The latest unban that took evidence away; empty if none did. */
    Optional<Tombstone> tombstone() {
        return tombstones.stream()
                .filter(tombstone -> tombstoned.stream().anyMatch(tombstone::voids))
                .max(Comparator.comparing(Tombstone::at).thenComparing(Tombstone::prefix));
    }

    /** Items that are not withdrawn and have logins, however old. */
    List<EvidenceItem> withLogins() {
        return withLogins;
    }

    Logins logins() {
        return logins;
    }

    boolean isHostile() {
        return counting.stream()
                .anyMatch(
                        item -> item.finding().failures() > 0 || item.finding().probes() > 0);
    }
}
