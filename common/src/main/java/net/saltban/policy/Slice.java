package net.saltban.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import net.saltban.address.IpAddress;

/**
 * What one source did on one minion in one minute, or in one stretch of minutes where the evidence is coarser; each attempt
 * counts once, however often it was reported.
 *
 * @param start number of its first minute since 1970
 * @param end number of its last minute
 * @param users failures by name
 * @param usersMore how many names beyond those
 * @param items where it comes from
 */
record Slice(
        IpAddress source,
        String minion,
        long start,
        long end,
        Instant first,
        Instant last,
        Sums sums,
        Map<User, Long> users,
        int usersMore,
        List<EvidenceItem> items) {
    /** A user name as sshd judged it. */
    record User(String name, boolean invalid) {}

    /** Counts that add up. A finding's counts are below 2^31, so that no number of them overflows. */
    record Sums(long failures, long rootFailures, long probes) {
        static final Sums ZERO = new Sums(0, 0, 0);

        Sums plus(Sums other) {
            return new Sums(failures + other.failures, rootFailures + other.rootFailures, probes + other.probes);
        }

        Sums max(Sums other) {
            return new Sums(
                    Math.max(failures, other.failures),
                    Math.max(rootFailures, other.rootFailures),
                    Math.max(probes, other.probes));
        }
    }

    /** Whether there is anything that a rule could count. */
    boolean isHostile() {
        return sums.failures() > 0 || sums.probes() > 0;
    }

    /** What adds up of a metric; for {@link Metric#INVALID_USERS} only whether there are any. */
    long value(Metric metric) {
        return switch (metric) {
            case FAILURES -> sums.failures();
            case ROOT_FAILURES -> sums.rootFailures();
            case PROBES -> sums.probes();
            case INVALID_USERS -> users.keySet().stream().anyMatch(User::invalid) ? 1 : 0;
        };
    }

    /** Whether it lies in a span as a whole. */
    boolean isWithin(long from, long to) {
        return start >= from && end <= to;
    }
}
