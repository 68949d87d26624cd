package net.saltban.evidence;

import java.util.List;
import java.util.Optional;

import net.saltban.policy.Ban;

/**
 * What an unban did.
 *
 * @param ended the bans of the prefix and within it that it ended
 * @param heldEnded number of held bans that it ended
 * @param stillCoveredBy a wider ban that still covers the prefix; unban that one to let it in
 */
public record Unbanned(List<Ban> ended, int heldEnded, Optional<Ban> stillCoveredBy) {
    /** Copies the list. */
    public Unbanned {
        ended = List.copyOf(ended);
    }
}
