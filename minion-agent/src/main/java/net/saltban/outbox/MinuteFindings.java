package net.saltban.outbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Trust;
import net.saltban.sshd.SourceEvent;
import org.jspecify.annotations.Nullable;

/**
 * Sums events up by source and minute. Findings of one source and minute add up, so the sums can be taken away at any time;
 * {@link #isFull} says when they should be, so that memory stays bounded whatever a log holds.
 */
public final class MinuteFindings {
    /** Sources and minutes summed up at once; each takes a few hundred bytes, at most some 20 KiB. */
    public static final int OPEN_MAX = 2048;

    private final Map<Key, Tally> tallies = new LinkedHashMap<>();

    private record Key(IpAddress source, long minute, Trust trust) {
        // By hand: what the compiler makes of a record takes 10 ms of a cold start.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && minute == that.minute
                    && trust == that.trust
                    && source.high() == that.source.high()
                    && source.low() == that.source.low();
        }

        @Override
        public int hashCode() {
            return (Long.hashCode(source.high()) * 31 + Long.hashCode(source.low())) * 31 + Long.hashCode(minute);
        }
    }

    /** Counts an event. A source that cannot be a peer is passed over. */
    public void add(SourceEvent event, Trust trust) {
        if (!event.source().scope().isPeer()) {
            return;
        }
        long minute = Math.floorDiv(event.time().getEpochSecond(), 60L);
        Key key = new Key(event.source(), minute, trust);
        Tally tally = tallies.get(key);
        if (tally == null) {
            tally = new Tally(event.time());
            tallies.put(key, tally);
        }
        tally.add(event);
    }

    /** Whether it is time to {@link #drain}. */
    public boolean isFull() {
        return tallies.size() >= OPEN_MAX;
    }

    /** Whether nothing has been counted since the last {@link #drain}. */
    public boolean isEmpty() {
        return tallies.isEmpty();
    }

    /** Takes the sums away, in the order in which they began, numbered from a number on. */
    public List<Finding> drain(String epoch, long firstSeq) {
        List<Finding> findings = new ArrayList<>(tallies.size());
        for (Map.Entry<Key, Tally> entry : tallies.entrySet()) {
            Key key = entry.getKey();
            findings.add(entry.getValue()
                    .toFinding(
                            epoch,
                            firstSeq + findings.size(),
                            key.source,
                            Instant.EPOCH.plus(key.minute, ChronoUnit.MINUTES),
                            key.trust));
        }
        tallies.clear();
        return findings;
    }
}
