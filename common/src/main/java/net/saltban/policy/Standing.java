package net.saltban.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

import net.saltban.address.IpAddress;

/**
 * What was decided before, as far as it bears on the sources of the evidence at hand.
 *
 * @param bans those that cover a source or lie in its /64: active ones, and timed ones that ended within the time that makes
 *     a recidivist
 * @param held bans that wait for an operator
 * @param tombstones those whose prefix covers a source
 * @param retractions all
 * @param alarmed sources with an alarm that no operator has acknowledged; logins do not shield them
 * @param listed number of all active bans
 * @param bansOfDay how many bans of the last 24 hours rest on one minion alone, by minion id
 */
public record Standing(
        List<Ban> bans,
        List<HeldBan> held,
        List<Tombstone> tombstones,
        List<Retraction> retractions,
        Set<IpAddress> alarmed,
        long listed,
        Map<String, Integer> bansOfDay) {
    /** Copies the collections. */
    public Standing {
        bans = List.copyOf(bans);
        held = List.copyOf(held);
        tombstones = List.copyOf(tombstones);
        retractions = List.copyOf(retractions);
        alarmed = Set.copyOf(alarmed);
        bansOfDay = Map.copyOf(bansOfDay);
    }

    /** Nothing was decided before. */
    public static Standing none() {
        return new Standing(List.of(), List.of(), List.of(), List.of(), Set.of(), 0, Map.of());
    }
}
