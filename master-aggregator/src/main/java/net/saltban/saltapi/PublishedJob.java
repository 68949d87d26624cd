package net.saltban.saltapi;

import java.util.List;

/**
 * A job on its way to the minions.
 *
 * @param jid Salt's name of the job: digits only
 * @param minions ids of the minions that it was sent to, as the master knows them; some may be offline
 */
public record PublishedJob(String jid, List<String> minions) {
    /** Refuses what is no jid. */
    public PublishedJob {
        minions = List.copyOf(minions);
        if (jid.isEmpty() || jid.length() > 40 || !jid.chars().allMatch(c -> c >= '0' && c <= '9' || c == '_')) {
            throw new IllegalArgumentException("a jid is made of digits");
        }
    }
}
