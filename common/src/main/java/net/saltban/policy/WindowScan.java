package net.saltban.policy;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for spans of consecutive minutes in which a rule holds. Linear in the number of slices once they are sorted: the
 * window's end goes from slice to slice, and what lies before its start is taken out.
 */
final class WindowScan {
    /**
     * Minutes, by their numbers since 1970.
     *
     * @param start the first
     * @param end the last
     */
    record Span(long start, long end) {}

    private final Rule rule;
    private final List<Slice> byStart;
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<String, Integer> minions = new HashMap<>();
    private long sum;
    private int removed;

    private WindowScan(Rule rule, List<Slice> byStart) {
        this.rule = rule;
        this.byStart = byStart;
    }

    /** The earliest span in which the rule holds, as long as the window and beginning with the first slice counted. */
    static Optional<Span> earliest(Rule rule, List<Slice> slices) {
        return scan(rule, slices, false)
                .map(span -> new Span(span.start(), span.start() + rule.window().toMinutes() - 1));
    }

    /** The latest span in which the rule holds, ending with the last slice counted. */
    static Optional<Span> latest(Rule rule, List<Slice> slices) {
        return scan(rule, slices, true);
    }

    private static Optional<Span> scan(Rule rule, List<Slice> slices, boolean latest) {
        long minutes = rule.window().toMinutes();
        // A coarse slice that is longer than the window lies in no window as a whole.
        List<Slice> counted = slices.stream()
                .filter(slice -> slice.value(rule.metric()) > 0 && slice.end() - slice.start() < minutes)
                .sorted(Comparator.comparingLong(Slice::end))
                .toList();
        WindowScan scan = new WindowScan(
                rule,
                counted.stream().sorted(Comparator.comparingLong(Slice::start)).toList());
        Optional<Span> found = Optional.empty();
        for (int i = 0; i < counted.size(); i++) {
            scan.add(counted.get(i));
            long end = counted.get(i).end();
            if (i + 1 < counted.size() && counted.get(i + 1).end() == end) {
                continue;
            }
            scan.dropBefore(end - minutes + 1);
            if (scan.holds()) {
                found = Optional.of(new Span(scan.start(), end));
                if (!latest) {
                    return found;
                }
            }
        }
        return found;
    }

    private void add(Slice slice) {
        sum += slice.value(rule.metric());
        minions.merge(slice.minion(), 1, Integer::sum);
        invalidNames(slice).forEach(name -> names.merge(name, 1, Integer::sum));
    }

    /** All of these were added: a slice no longer than the window that starts before it also ended before its end. */
    private void dropBefore(long start) {
        while (removed < byStart.size() && byStart.get(removed).start() < start) {
            Slice slice = byStart.get(removed++);
            sum -= slice.value(rule.metric());
            minions.computeIfPresent(slice.minion(), (minion, count) -> count == 1 ? null : count - 1);
            invalidNames(slice)
                    .forEach(name -> names.computeIfPresent(name, (n, count) -> count == 1 ? null : count - 1));
        }
    }

    private long start() {
        return byStart.get(removed).start();
    }

    private boolean holds() {
        long counted = rule.metric() == Metric.INVALID_USERS ? names.size() : sum;
        return counted >= rule.threshold() && minions.size() >= rule.minions();
    }

    private List<String> invalidNames(Slice slice) {
        if (rule.metric() != Metric.INVALID_USERS) {
            return List.of();
        }
        return slice.users().keySet().stream()
                .filter(Slice.User::invalid)
                .map(Slice.User::name)
                .toList();
    }
}
