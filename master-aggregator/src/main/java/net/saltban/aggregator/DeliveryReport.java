package net.saltban.aggregator;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import net.saltban.evidence.ExchangeOutcome;
import net.saltban.push.ReleasedList;

/** What a delivery did; the outcomes are filled while it runs. */
final class DeliveryReport {
    private final Optional<ReleasedList> list;
    private final boolean isNew;
    private final SortedMap<String, ExchangeOutcome> outcomes = new TreeMap<>();

    private DeliveryReport() {
        this.list = Optional.empty();
        this.isNew = false;
    }

    DeliveryReport(ReleasedList list, boolean isNew) {
        this.list = Optional.of(list);
        this.isNew = isNew;
    }

    /** There is no list to deliver: the mode is observe, and there never was one. */
    static DeliveryReport nothing() {
        return new DeliveryReport();
    }

    /** The list that minions should hold now. */
    Optional<ReleasedList> list() {
        return list;
    }

    /** Whether it is a new state. */
    boolean isNew() {
        return isNew;
    }

    /** How the push to each minion ended that did not hold it already. */
    SortedMap<String, ExchangeOutcome> outcomes() {
        return outcomes;
    }

    /** How many of the minions that were pushed to hold it now. */
    long holding() {
        return outcomes.values().stream()
                .filter(outcome -> outcome.result() == ExchangeOutcome.Result.OK)
                .count();
    }

    boolean isComplete() {
        return holding() == outcomes.size();
    }
}
