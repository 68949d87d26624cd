package net.saltban.policy;

import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;

/**
 * What the policy decided; equal inputs give equal outcomes, whatever the order of the evidence.
 *
 * @param decisions one for each source, and one for each IPv6 /64 that a rule met; ordered by prefix
 * @param alarms ordered by time, source, minion and login
 * @param brake set if all bans of this decision are held because they are too many
 */
public record PolicyOutcome(List<Decision> decisions, List<Alarm> alarms, Optional<Brake> brake) {
    /**
     * Why the brake holds.
     *
     * @param bans how many bans the decision would have added
     * @param limit how many its cycle may
     */
    public record Brake(int bans, long limit) {}

    /** Copies the lists. */
    public PolicyOutcome {
        decisions = List.copyOf(decisions);
        alarms = List.copyOf(alarms);
    }

    /** The new bans, ordered by prefix. */
    public List<Decision.ToBan> bans() {
        return decisions.stream()
                .filter(Decision.ToBan.class::isInstance)
                .map(Decision.ToBan.class::cast)
                .toList();
    }

    /**
     * The decision on a source: a ban of its /64 before the one on the address itself; empty if the evidence had nothing of
     * it. It looks at all decisions: for many sources, make a map.
     */
    public Optional<Decision> on(IpAddress source) {
        Optional<Decision> widest = Optional.empty();
        for (Decision decision : decisions) {
            if (decision.prefix().contains(source)
                    && (widest.isEmpty()
                            || decision.prefix().isSingle() && !(widest.get() instanceof Decision.ToBan))) {
                widest = Optional.of(decision);
            }
        }
        return widest;
    }
}
