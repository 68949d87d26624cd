package net.saltban.agent;

import java.util.Arrays;

import net.saltban.policy.Metric;
import net.saltban.policy.Rule;

/** Looks in sorted {@link Evidence} for the minutes in which a rule holds, exactly as the policy does on the same findings. */
final class RuleWindow {
    private static final int NONE = -1;

    private final Rule rule;
    private final long minutes;

    /** The kinds of evidence that count, a bit each. */
    private final int kinds;

    private final int[] latestNames;
    private final long[] namedAt;
    private int from;
    private int to;

    RuleWindow(Rule rule) {
        this.rule = rule;
        this.minutes = rule.window().toMinutes();
        this.kinds = kinds(rule.metric());
        int names = rule.metric() == Metric.INVALID_USERS ? rule.threshold() : 0;
        this.latestNames = new int[names];
        this.namedAt = new long[names];
    }

    private static int kinds(Metric metric) {
        if (metric == Metric.PROBES) {
            return 1 << Evidence.PROBE;
        }
        int root = 1 << Evidence.ROOT | 1 << (Evidence.ROOT + Evidence.INVALID);
        int invalid = 1 << Evidence.INVALID | 1 << (Evidence.ROOT + Evidence.INVALID);
        return switch (metric) {
            case FAILURES -> 1 << Evidence.FAILURE | root | invalid;
            case ROOT_FAILURES -> root;
            case INVALID_USERS -> invalid;
            case PROBES -> throw new AssertionError(metric);
        };
    }

    Rule rule() {
        return rule;
    }

    /** Whether so many failures and probes, whenever they were, are enough for the rule to hold. */
    boolean mayHold(long failures, long probes) {
        return (rule.metric() == Metric.PROBES ? probes : failures) >= rule.threshold();
    }

    /** Whether there is a window in which the rule holds, or may hold if each name counts as often as it was tried: the earliest. */
    boolean mayHold(Evidence evidence, int begin) {
        return findSum(evidence, begin, false);
    }

    /** Whether there is a window in which the rule holds: the earliest of a rule that bans for good, otherwise the latest. */
    boolean holds(Evidence evidence, int begin) {
        boolean latest = rule.banFor().isPresent();
        return rule.metric() == Metric.INVALID_USERS
                ? findNames(evidence, begin, latest)
                : findSum(evidence, begin, latest);
    }

    /** The first increment counted in the window that was found. */
    int from() {
        return from;
    }

    /** The last one counted. */
    int to() {
        return to;
    }

    private boolean findSum(Evidence evidence, int begin, boolean latest) {
        to = NONE;
        long sum = 0;
        int start = begin;
        for (int i = begin; i < evidence.size(); i++) {
            if ((kinds >>> evidence.kind(i) & 1) == 0) {
                continue;
            }
            sum += evidence.count(i);
            long before = evidence.minute(i) - minutes;
            while (evidence.minute(start) <= before || (kinds >>> evidence.kind(start) & 1) == 0) {
                sum -= (kinds >>> evidence.kind(start) & 1) == 0 ? 0 : evidence.count(start);
                start++;
            }
            if (sum >= rule.threshold()) {
                from = start;
                to = i;
                if (!latest) {
                    return true;
                }
            }
        }
        return to != NONE;
    }

    /** A window holds so many names if the latest so many, each where it was met last, lie in it. */
    private boolean findNames(Evidence evidence, int begin, boolean latest) {
        to = NONE;
        Arrays.fill(latestNames, 0);
        int known = 0;
        for (int i = begin; i < evidence.size(); i++) {
            int name = invalidName(evidence, i);
            if (name == 0) {
                continue;
            }
            int at = 0;
            while (at < known && latestNames[at] != name) {
                at++;
            }
            if (at == known && known < latestNames.length) {
                known++;
            }
            // The latest come first: those before the place that is free now move back by one.
            for (int j = Math.min(at, known - 1); j > 0; j--) {
                latestNames[j] = latestNames[j - 1];
                namedAt[j] = namedAt[j - 1];
            }
            latestNames[0] = name;
            namedAt[0] = evidence.minute(i);
            if (known == latestNames.length && namedAt[known - 1] > evidence.minute(i) - minutes) {
                to = i;
                if (!latest) {
                    break;
                }
            }
        }
        if (to != NONE) {
            from = to;
            while (from > begin && evidence.minute(from - 1) > evidence.minute(to) - minutes) {
                from--;
            }
            while (invalidName(evidence, from) == 0) {
                from++;
            }
        }
        return to != NONE;
    }

    private static int invalidName(Evidence evidence, int i) {
        return switch (evidence.kind(i)) {
            case Evidence.INVALID -> evidence.name(i);
            case Evidence.INVALID + Evidence.ROOT -> Evidence.NAME_MAX + 1;
            default -> 0;
        };
    }
}
