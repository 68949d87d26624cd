package net.saltban.policy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.UserFailures;
import net.saltban.policy.Slice.Sums;
import net.saltban.policy.Slice.User;

/**
 * Turns items into slices. Findings of one outbox add up. A minion that begins a new outbox reads its logs again and reports
 * the same minutes again; there the maximum of both counts. Where one outbox is known only by the hour, the others are
 * compared by the hour too.
 */
final class Slicing {
    private static final long MINUTES_IN_HOUR = 60;

    private record Stream(IpAddress source, String minion) implements Comparable<Stream> {
        @Override
        public int compareTo(Stream other) {
            int bySource = source.compareTo(other.source);
            return bySource != 0 ? bySource : minion.compareTo(other.minion);
        }
    }

    private record Outbox(Reporter reporter, String epoch) {
        static Outbox of(EvidenceItem item) {
            return new Outbox(item.reporter(), item.finding().epoch());
        }
    }

    private Slicing() {}

    /** The number of a minute since 1970. */
    static long bucket(Instant time) {
        return Math.floorDiv(
                time.getEpochSecond(), ChronoUnit.MINUTES.getDuration().toSeconds());
    }

    /** Slices of items in canonical order; by source, then minion, then time. */
    static List<Slice> of(Collection<EvidenceItem> items) {
        Map<Stream, List<EvidenceItem>> streams = new TreeMap<>();
        for (EvidenceItem item : items) {
            streams.computeIfAbsent(
                            new Stream(item.finding().source(), item.reporter().minion()), any -> new ArrayList<>())
                    .add(item);
        }
        List<Slice> slices = new ArrayList<>();
        streams.forEach((stream, some) -> slice(stream, some, slices));
        return slices;
    }

    private static void slice(Stream stream, List<EvidenceItem> items, List<Slice> slices) {
        if (isOneOutbox(items)) {
            for (EvidenceItem item : items) {
                slices.add(of(stream, item));
            }
            return;
        }
        Set<Long> coarse = new HashSet<>();
        items.stream().filter(item -> item.resolution() != Resolution.MINUTE).forEach(item -> coarse.add(hour(item)));
        Map<Long, List<EvidenceItem>> cells = new TreeMap<>();
        for (EvidenceItem item : items) {
            boolean byHour = coarse.contains(hour(item));
            // Minutes have their own numbers; hours are told apart from them by their sign.
            long cell = byHour ? -1 - hour(item) : bucket(item.finding().minute());
            cells.computeIfAbsent(cell, any -> new ArrayList<>()).add(item);
        }
        for (List<EvidenceItem> cell : cells.values()) {
            if (isOneOutbox(cell)) {
                cell.forEach(item -> slices.add(of(stream, item)));
            } else {
                slices.add(merge(stream, cell));
            }
        }
    }

    private static boolean isOneOutbox(List<EvidenceItem> items) {
        EvidenceItem first = items.get(0);
        for (EvidenceItem item : items) {
            boolean same = item.finding().epoch().equals(first.finding().epoch())
                    && item.reporter().equals(first.reporter());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static Slice of(Stream stream, EvidenceItem item) {
        Finding finding = item.finding();
        Map<User, Long> users = new HashMap<>();
        addUsers(finding, users);
        return new Slice(
                stream.source(),
                stream.minion(),
                start(item),
                end(item),
                finding.first(),
                finding.last(),
                new Sums(finding.failures(), finding.rootFailures(), finding.probes()),
                users,
                finding.usersMore(),
                List.of(item));
    }

    private static void addUsers(Finding finding, Map<User, Long> users) {
        for (UserFailures user : finding.users()) {
            users.merge(new User(user.name(), user.invalid()), (long) user.failures(), Long::sum);
        }
    }

    private static long start(EvidenceItem item) {
        boolean byMinute = item.resolution() == Resolution.MINUTE;
        return bucket(byMinute ? item.finding().minute() : item.finding().first());
    }

    private static long end(EvidenceItem item) {
        boolean byMinute = item.resolution() == Resolution.MINUTE;
        return bucket(byMinute ? item.finding().minute() : item.finding().last());
    }

    private static long hour(EvidenceItem item) {
        return Math.floorDiv(bucket(item.finding().minute()), MINUTES_IN_HOUR);
    }

    private static Slice merge(Stream stream, List<EvidenceItem> cell) {
        Map<Outbox, Sums> sums = new HashMap<>();
        Map<Outbox, Map<User, Long>> users = new HashMap<>();
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        int usersMore = 0;
        for (EvidenceItem item : cell) {
            Finding finding = item.finding();
            Outbox outbox = Outbox.of(item);
            sums.merge(outbox, new Sums(finding.failures(), finding.rootFailures(), finding.probes()), Sums::plus);
            addUsers(finding, users.computeIfAbsent(outbox, any -> new HashMap<>()));
            start = Math.min(start, start(item));
            end = Math.max(end, end(item));
            first = finding.first().isBefore(first) ? finding.first() : first;
            last = finding.last().isAfter(last) ? finding.last() : last;
            usersMore = Math.max(usersMore, finding.usersMore());
        }
        Sums most = sums.values().stream().reduce(Sums.ZERO, Sums::max);
        Map<User, Long> mostTried = new HashMap<>();
        users.values().forEach(names -> names.forEach((user, count) -> mostTried.merge(user, count, Math::max)));
        return new Slice(
                stream.source(),
                stream.minion(),
                start,
                end,
                first,
                last,
                most,
                mostTried,
                usersMore,
                List.copyOf(cell));
    }
}
