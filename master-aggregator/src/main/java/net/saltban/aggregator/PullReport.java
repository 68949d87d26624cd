package net.saltban.aggregator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import net.saltban.evidence.Accepted;
import net.saltban.evidence.ExchangeOutcome;

/** What a pull brought; filled while it runs. */
final class PullReport {
    private final SortedMap<String, ExchangeOutcome> outcomes = new TreeMap<>();
    private final SortedSet<String> unfinished = new TreeSet<>();
    private final List<String> remarks = new ArrayList<>();
    private int added;

    /** How each minion's pull ended. */
    SortedMap<String, ExchangeOutcome> outcomes() {
        return outcomes;
    }

    /** Minions that have more than there was time for. */
    SortedSet<String> unfinished() {
        return unfinished;
    }

    /** What an operator should know of what came, for people. */
    List<String> remarks() {
        return remarks;
    }

    /** Number of new findings. */
    int added() {
        return added;
    }

    void add(String minion, Accepted accepted) {
        added += accepted.added();
        accepted.gaps().forEach(gap -> remarks.add(minion + ": lost: " + gap));
        if (accepted.refused() > 0) {
            remarks.add(minion + ": " + Wording.count(accepted.refused(), "finding")
                    + " not kept, since this minion has used up its room");
        }
        accepted.previousKey()
                .ifPresent(key -> remarks.add(minion + ": reports under a new key; the old one was " + key
                        + ". If you did not reinstall it, find out who holds that key"));
    }

    void clock(String minion, Duration offset) {
        remarks.add(minion + ": its clock is " + Wording.age(offset.abs()) + (offset.isNegative() ? " slow" : " fast")
                + "; set it, until then it counts for rules on one minion only");
    }
}
