package net.saltban.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import net.saltban.address.Prefix;
import net.saltban.policy.Decision.Held;
import net.saltban.policy.Decision.ToBan;
import net.saltban.policy.PolicyOutcome.Brake;

/** Budget and brake: they hold bans that are too many, and nothing else. */
final class Limits {
    private final PolicySettings settings;
    private final PolicyInput input;

    Limits(PolicySettings settings, PolicyInput input) {
        this.settings = settings;
        this.input = input;
    }

    /** The outcome with what is too much held; decisions are ordered by prefix. */
    PolicyOutcome apply(List<Decision> decisions, List<Alarm> alarms) {
        if (input.mode() == Mode.OBSERVE) {
            return new PolicyOutcome(decisions, alarms, Optional.empty());
        }
        List<ToBan> bans = decisions.stream()
                .filter(ToBan.class::isInstance)
                .map(ToBan.class::cast)
                .toList();
        Set<Prefix> overBudget = overBudget(bans);
        int wanted = bans.size() - overBudget.size();
        long limit = settings.brake().limit(input.standing().listed());
        boolean braked = wanted > 0 && wanted + (long) input.addedBefore() > limit;
        List<Decision> limited = new ArrayList<>(decisions.size());
        for (Decision decision : decisions) {
            if (!(decision instanceof ToBan ban)) {
                limited.add(decision);
            } else if (overBudget.contains(ban.prefix())) {
                limited.add(new Held(ban.ban(), HeldWhy.BUDGET, ban.evidence()));
            } else {
                limited.add(braked ? new Held(ban.ban(), HeldWhy.BRAKE, ban.evidence()) : ban);
            }
        }
        return new PolicyOutcome(limited, alarms, braked ? Optional.of(new Brake(wanted, limit)) : Optional.empty());
    }

    /** The oldest evidence comes first, so that the order in which it arrived does not matter. */
    private Set<Prefix> overBudget(List<ToBan> bans) {
        Map<String, Integer> used = new HashMap<>(input.standing().bansOfDay());
        Set<Prefix> over = new HashSet<>();
        bans.stream()
                .sorted(Comparator.<ToBan, Instant>comparing(
                                ban -> reasonOf(ban).first())
                        .thenComparing(ToBan::prefix))
                .forEach(ban -> reasonOf(ban).onlyMinion().ifPresent(minion -> {
                    if (used.merge(minion, 1, Integer::sum) > settings.budget()) {
                        over.add(ban.prefix());
                    }
                }));
        return over;
    }

    private static Reason reasonOf(ToBan ban) {
        return ban.ban().reason().orElseThrow();
    }
}
