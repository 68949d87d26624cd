package net.saltban.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;

/**
 * The findings of one source as the rules need them. A finding of one moment with small counts and without logins, as nearly all are, takes
 * 20 bytes instead of some 200:
 *
 * <pre>
 * first word:  minute since 1970 (32 bits), failures, root failures, invalid user failures, probes (8 bits each)
 * second word: nanoseconds since the minute's start (36 bits), trust (1 bit)
 * </pre>
 *
 * Numbers of findings are not kept; those that are handed out differ.
 */
final class Evidence {
    /** What a finding takes that is kept as it is, in units of one that is not. */
    static final int WHOLE_UNITS = 8;

    private static final long SECONDS_IN_MINUTE = 60;
    private static final long NANOS_IN_SECOND = 1_000_000_000;
    private static final long MINUTES_MAX = 0xffff_ffffL;
    private static final int COUNT_MAX = 255;
    private static final int TRUST_SHIFT = 36;
    private static final long NANOS_MASK = (1L << TRUST_SHIFT) - 1;

    /** Numbers of findings that were packed; those of others are far below. */
    private static final long FIRST_SEQ = 1L << 40;

    private long[] words = new long[2];
    private Object[] users = new Object[1];
    private int packed;
    private final List<Finding> whole = new ArrayList<>(0);

    /** Keeps a finding; what it takes, in units. */
    int add(Finding finding, List<UserFailures> shared) {
        long minute = Math.floorDiv(finding.minute().getEpochSecond(), SECONDS_IN_MINUTE);
        if (!isSmall(finding) || minute < 0 || minute > MINUTES_MAX) {
            whole.add(finding);
            return WHOLE_UNITS;
        }
        if (packed == users.length) {
            int more = packed + packed / 2 + 1;
            users = Arrays.copyOf(users, more);
            words = Arrays.copyOf(words, 2 * more);
        }
        Instant at = finding.first();
        long nanos = (at.getEpochSecond() - minute * SECONDS_IN_MINUTE) * NANOS_IN_SECOND + at.getNano();
        words[2 * packed] = minute << 32
                | (long) finding.failures() << 24
                | (long) finding.rootFailures() << 16
                | (long) finding.invalidUserFailures() << 8
                | finding.probes();
        words[2 * packed + 1] = nanos | (long) (finding.trust() == Trust.TEXT ? 0 : 1) << TRUST_SHIFT;
        users[packed] = shared;
        packed++;
        return 1;
    }

    private static boolean isSmall(Finding finding) {
        long after = finding.first().getEpochSecond() - finding.minute().getEpochSecond();
        return finding.first().equals(finding.last())
                && after >= 0
                && after < SECONDS_IN_MINUTE
                && finding.failures() <= COUNT_MAX
                && finding.probes() <= COUNT_MAX
                && finding.usersMore() == 0
                && finding.logins().isEmpty()
                && finding.loginsMore() == 0;
    }

    /** The findings again, all but their numbers. */
    List<Finding> findings(IpAddress source) {
        List<Finding> findings = new ArrayList<>(packed + whole.size());
        for (int i = 0; i < packed; i++) {
            findings.add(unpack(source, i));
        }
        findings.addAll(whole);
        return findings;
    }

    @SuppressWarnings("unchecked") // only add puts lists there
    private Finding unpack(IpAddress source, int i) {
        long word = words[2 * i];
        long nanos = words[2 * i + 1] & NANOS_MASK;
        Instant minute = Instant.ofEpochSecond((word >>> 32) * SECONDS_IN_MINUTE);
        Instant at = minute.plusNanos(nanos);
        return new Finding(
                Scan.EPOCH,
                FIRST_SEQ + i,
                source,
                minute,
                at,
                at,
                (int) (word >>> 24) & COUNT_MAX,
                (int) (word >>> 16) & COUNT_MAX,
                (int) (word >>> 8) & COUNT_MAX,
                (int) word & COUNT_MAX,
                (List<UserFailures>) users[i],
                0,
                List.of(),
                0,
                words[2 * i + 1] >>> TRUST_SHIFT == 0 ? Trust.TEXT : Trust.JOURNAL);
    }
}
