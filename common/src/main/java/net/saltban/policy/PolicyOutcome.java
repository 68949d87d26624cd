package net.saltban.policy;

import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;

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
     * it.
     */
    public Optional<Decision> on(IpAddress source) {
        Optional<Decision> single = on(Prefix.of(source));
        if (source.isIpv4()) {
            return single;
        }
        Optional<Decision> network = on(Prefix.covering(source, Ipv6Networks.LENGTH));
        boolean bansNetwork = network.filter(Decision.ToBan.class::isInstance).isPresent();
        return bansNetwork || single.isEmpty() ? network : single;
    }

    private Optional<Decision> on(Prefix prefix) {
        int low = 0;
        int high = decisions.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (decisions.get(middle).prefix().compareTo(prefix) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean found = low < decisions.size() && decisions.get(low).prefix().equals(prefix);
        return found ? Optional.of(decisions.get(low)) : Optional.empty();
    }
}
