package net.saltban.agent;

import net.saltban.policy.PolicySettings;

/** Whether accepted logins shield a source from a ban, as the policy sees it from one machine. */
final class KnownGood {
    private static final long MINUTES_IN_DAY = 24 * 60;
    private static final long MICROS_IN_MINUTE = 60_000_000;
    private static final long MICROS_IN_MILLI = 1000;

    private final int days;
    private final long leadMicros;
    private final int alarmFailures;
    private final long alarmMinutes;

    KnownGood(PolicySettings settings) {
        this.days = settings.knownGood().days();
        this.leadMicros = settings.knownGood().lead().toMillis() * MICROS_IN_MILLI;
        this.alarmFailures = settings.alarm().failures();
        this.alarmMinutes = settings.alarm().window().toMinutes();
    }

    /**
     * Whether logins on enough days, the first of them long enough before, shield from failures that begin in a minute, and none of them
     * is an alarm.
     *
     * @param evidence sorted by minute
     * @param begin where that begins that is young enough to count
     * @param from an increment of the failures' first minute
     */
    boolean shields(Evidence evidence, int begin, int from) {
        long minute = evidence.minute(from);
        int failures = evidence.first(from);
        for (int i = begin; i < evidence.size() && evidence.minute(i) <= minute; i++) {
            if (evidence.minute(i) == minute && evidence.kind(i) != Evidence.LOGIN) {
                failures = Math.min(failures, evidence.first(i));
            }
        }
        return isKnown(evidence, minute * MICROS_IN_MINUTE + failures - leadMicros) && !isAlarm(evidence, begin);
    }

    private boolean isKnown(Evidence evidence, long latestFirst) {
        long first = Long.MAX_VALUE;
        long day = Long.MIN_VALUE;
        int found = 0;
        for (int i = 0; i < evidence.size(); i++) {
            if (evidence.kind(i) == Evidence.LOGIN) {
                first = Math.min(first, evidence.minute(i) * MICROS_IN_MINUTE + evidence.first(i));
                if (first > latestFirst) {
                    return false;
                }
                long newDay = Math.floorDiv(evidence.minute(i), MINUTES_IN_DAY);
                found += newDay == day ? 0 : 1;
                day = newDay;
            }
        }
        return found >= days;
    }

    /** Whether so many failures came before a login that it may be theirs. */
    private boolean isAlarm(Evidence evidence, int begin) {
        long sum = 0;
        int from = begin;
        int to = begin;
        for (int i = begin; i < evidence.size(); i++) {
            if (evidence.kind(i) == Evidence.LOGIN) {
                long minute = evidence.minute(i);
                while (evidence.minute(to) < minute) {
                    sum += failures(evidence, to++);
                }
                while (from < to && evidence.minute(from) <= minute - alarmMinutes) {
                    sum -= failures(evidence, from++);
                }
                long before = sum;
                for (int j = to; j < evidence.size() && evidence.minute(j) == minute; j++) {
                    before += evidence.first(j) <= evidence.last(i) ? failures(evidence, j) : 0;
                }
                if (before >= alarmFailures) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int failures(Evidence evidence, int i) {
        return evidence.kind(i) < Evidence.PROBE ? evidence.count(i) : 0;
    }
}
