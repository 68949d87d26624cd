package net.saltban.evidence;

import java.time.Instant;
import java.util.Optional;

import net.saltban.address.Prefix;

/**
 * Which active bans to list, the newest first.
 *
 * @param within only bans within this prefix
 * @param rule only bans of the rule of this name; {@code operator} for those of operators
 * @param minion only bans that this minion's findings speak for
 * @param since only bans made at this time or later
 * @param uncorroborated only bans that rest on text logs of one minion alone
 * @param limit at most so many, from 1
 */
public record BanFilter(
        Optional<Prefix> within,
        Optional<String> rule,
        Optional<String> minion,
        Optional<Instant> since,
        boolean uncorroborated,
        int limit) {
    /** Refuses a limit below 1. */
    public BanFilter {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; use 1 or more");
        }
    }

    /** The newest of all. */
    public static BanFilter newest(int limit) {
        return new BanFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, limit);
    }
}
