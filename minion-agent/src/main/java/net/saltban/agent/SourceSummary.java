package net.saltban.agent;

import java.time.Instant;

import net.saltban.address.IpAddress;

/** What one source did, added up, and the evidence that the rules are tried on. */
final class SourceSummary implements Comparable<SourceSummary> {
    /** Names that are told apart. */
    static final int USERS_MAX = 999;

    private static final long MICROS_IN_SECOND = 1_000_000;
    private static final long NANOS_IN_MICRO = 1000;

    private final long high;
    private final long low;
    private final Names names = new Names();
    private final Evidence evidence = new Evidence();

    // Numbers: a reference that changes with each event would make the collector look at every old source again.
    private long firstMicros;
    private long lastMicros;
    private long failures;
    private long probes;
    private long logins;
    private int usersMore;
    private String word = Verdict.NONE;

    /**
     * Nothing is counted yet.
     *
     * @param micros microseconds since 1970
     */
    SourceSummary(IpAddress source, long micros) {
        this.high = source.high();
        this.low = source.low();
        this.firstMicros = micros;
        this.lastMicros = micros;
    }

    boolean is(long otherHigh, long otherLow) {
        return high == otherHigh && low == otherLow;
    }

    /** Something was seen so many microseconds after 1970. */
    void addTime(long micros) {
        firstMicros = Math.min(firstMicros, micros);
        lastMicros = Math.max(lastMicros, micros);
    }

    void addFailures(int count) {
        failures += count;
    }

    void addProbes(int count) {
        probes += count;
    }

    void addLogins(int count) {
        logins += count;
    }

    /** At least so many names were not told apart. */
    void addUsersMore(int count) {
        usersMore = Math.max(usersMore, count);
    }

    /** What the policy says of it, in the words of {@link Verdict}. */
    void judge(String newWord) {
        word = newWord;
    }

    Names names() {
        return names;
    }

    Evidence evidence() {
        return evidence;
    }

    IpAddress source() {
        return new IpAddress(high, low);
    }

    long high() {
        return high;
    }

    boolean isIpv4() {
        return source().isIpv4();
    }

    /** When it was seen first, to the microsecond. */
    Instant first() {
        return instant(firstMicros);
    }

    /** When it was seen last, to the microsecond. */
    Instant last() {
        return instant(lastMicros);
    }

    private static Instant instant(long micros) {
        long second = Math.floorDiv(micros, MICROS_IN_SECOND);
        return Instant.ofEpochSecond(second, (micros - second * MICROS_IN_SECOND) * NANOS_IN_MICRO);
    }

    long failures() {
        return failures;
    }

    long probes() {
        return probes;
    }

    long logins() {
        return logins;
    }

    /** Different names tried, at least. */
    int users() {
        return names.size() + usersMore;
    }

    /** What the policy said of it; {@link Verdict#NONE} before it was asked. */
    String word() {
        return word;
    }

    /** Those with the most failures first, then those with the most probes, then by address. */
    @Override
    public int compareTo(SourceSummary other) {
        int byFailures = Long.compare(other.failures, failures);
        if (byFailures != 0) {
            return byFailures;
        }
        int byProbes = Long.compare(other.probes, probes);
        return byProbes != 0 ? byProbes : source().compareTo(other.source());
    }

    // Two summaries are equal in order only if they are of one source, and there is one of each.

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return source().hashCode();
    }
}
