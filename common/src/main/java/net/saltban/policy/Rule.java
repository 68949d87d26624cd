package net.saltban.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named part of the policy: so much of something within so long.
 *
 * @param name lower case words joined by {@code -}, at most 64 characters
 * @param metric what is counted
 * @param threshold how much suffices, at least 1
 * @param window the span counted: so many consecutive minutes, wherever they lie; 1 minute to 30 days
 * @param minions on how many different minions; 1 = counted on each minion by itself, more = added up over the fleet, where
 *     so many must each have seen some (a quorum, which one bad minion cannot reach)
 * @param banFor how long the ban lasts; empty = for good
 * @param sparesLogins whether a source with accepted logins is spared
 */
public record Rule(
        String name,
        Metric metric,
        int threshold,
        Duration window,
        int minions,
        Optional<Duration> banFor,
        boolean sparesLogins) {
    /** The longest window: older evidence never bans. */
    public static final Duration WINDOW_MAX = Duration.ofDays(30);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    /** Refuses values out of their range; the message says which. */
    public Rule {
        check(NAME.matcher(name).matches(), "a rule's name is 1 to 64 of a-z, 0-9 and '-', the first a letter");
        check(threshold >= 1, "threshold is " + threshold + "; use 1 or more");
        check(minions >= 1, "minions is " + minions + "; use 1 or more");
        check(
                window.toMinutes() >= 1
                        && window.compareTo(WINDOW_MAX) <= 0
                        && window.equals(Duration.ofMinutes(window.toMinutes())),
                "window is " + window + "; use whole minutes from 1 minute to 30 days");
        check(
                banFor.isEmpty() || banFor.get().compareTo(Duration.ofMinutes(1)) >= 0,
                "for is below 1 minute; use more, or leave it out for a permanent ban");
    }

    /** A rule that bans for good. */
    public static Rule permanent(String name, Metric metric, int threshold, Duration window, int minions) {
        return new Rule(name, metric, threshold, window, minions, Optional.empty(), false);
    }

    /** Whether the rule adds up over the fleet. */
    public boolean isFleetWide() {
        return minions > 1;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
