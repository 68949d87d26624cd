package net.saltban.saltapi;

import java.util.List;

/**
 * A page of a job's returns.
 *
 * @param minions ids of the minions that the job was sent to
 * @param returns those that came and were not yet read, as many as fit the page
 * @param more whether further returns are there already
 */
public record ReturnsPage(List<String> minions, List<MinionReturn> returns, boolean more) {
    /** Copies the lists. */
    public ReturnsPage {
        minions = List.copyOf(minions);
        returns = List.copyOf(returns);
    }
}
