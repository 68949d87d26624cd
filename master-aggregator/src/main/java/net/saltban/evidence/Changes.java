package net.saltban.evidence;

import java.util.List;

import net.saltban.policy.Alarm;
import net.saltban.policy.Ban;
import net.saltban.policy.HeldBan;

/**
 * What a decision changed in the store.
 *
 * @param added new bans
 * @param ended bans that ran out, or gave way to a wider one
 * @param held bans that newly wait for an operator
 * @param raised alarms that were not known
 */
public record Changes(List<Ban> added, List<Ban> ended, List<HeldBan> held, List<Alarm> raised) {
    /** Copies the lists. */
    public Changes {
        added = List.copyOf(added);
        ended = List.copyOf(ended);
        held = List.copyOf(held);
        raised = List.copyOf(raised);
    }
}
