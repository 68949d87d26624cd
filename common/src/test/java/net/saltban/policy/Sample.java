package net.saltban.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;

/** Makes an item of evidence for tests; what is not said has a harmless value. */
public final class Sample {
    /** When things happen unless said otherwise. */
    public static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    /** When tests decide: two hours later. */
    public static final Instant NOW = START.plus(Duration.ofHours(2));

    private final String minion;
    private String key = "aa:bb";
    private String epoch = "0000000000000001";
    private long seq = 1;
    private String source = "192.0.2.7";
    private Instant first = START;
    private Duration lasts = Duration.ZERO;
    private int failures;
    private int root;
    private int invalid;
    private int probes;
    private final List<UserFailures> users = new ArrayList<>();
    private final List<Login> logins = new ArrayList<>();
    private Trust trust = Trust.TEXT;
    private boolean clockTrusted = true;
    private Resolution resolution = Resolution.MINUTE;

    private Sample(String minion) {
        this.minion = minion;
    }

    /** Seen on a minion. */
    public static Sample on(String minion) {
        return new Sample(minion);
    }

    /** By the n-th outbox of the minion; the first is 1. */
    public Sample epoch(int n) {
        epoch = String.format(java.util.Locale.ROOT, "%016x", n);
        return this;
    }

    /** Under another key. */
    public Sample key(String other) {
        key = other;
        return this;
    }

    /** With this number. */
    public Sample seq(long number) {
        seq = number;
        return this;
    }

    /** From this address. */
    public Sample from(String address) {
        source = address;
        return this;
    }

    /** So long after {@link #START}. */
    public Sample after(Duration offset) {
        return at(START.plus(offset));
    }

    /** So many minutes after {@link #START}. */
    public Sample minute(long minutes) {
        return after(Duration.ofMinutes(minutes));
    }

    /** At this time. */
    public Sample at(Instant time) {
        first = time;
        return this;
    }

    /** Until so long after its first message. */
    public Sample lasting(Duration duration) {
        lasts = duration;
        return this;
    }

    /** Failures for a user who exists. */
    public Sample failures(int count) {
        failures += count;
        users.add(new UserFailures("alice", false, count));
        return this;
    }

    /** Failures as root. */
    public Sample root(int count) {
        failures += count;
        root += count;
        users.add(new UserFailures("root", false, count));
        return this;
    }

    /** One failure for each of these names, which do not exist. */
    public Sample invalid(String... names) {
        for (String name : names) {
            failures++;
            invalid++;
            users.add(new UserFailures(name, true, 1));
        }
        return this;
    }

    /** Connections that never authenticated. */
    public Sample probes(int count) {
        probes += count;
        return this;
    }

    /** A login of a user by public key. */
    public Sample login(String user) {
        logins.add(new Login(user, "publickey", "ED25519 SHA256:abc", first, first, 1));
        return this;
    }

    /** Vouched for by journald. */
    public Sample journal() {
        trust = Trust.JOURNAL;
        return this;
    }

    /** By a minion whose clock is off. */
    public Sample clockOff() {
        clockTrusted = false;
        return this;
    }

    /** Known no finer than this. */
    public Sample by(Resolution coarse) {
        resolution = coarse;
        return this;
    }

    /** The item. */
    public EvidenceItem item() {
        ChronoUnit unit = switch (resolution) {
            case MINUTE -> ChronoUnit.MINUTES;
            case HOUR -> ChronoUnit.HOURS;
            case DAY -> ChronoUnit.DAYS;
        };
        Finding finding = new Finding(
                epoch,
                seq,
                IpAddress.parse(source),
                first.truncatedTo(unit),
                first,
                first.plus(lasts),
                failures,
                root,
                invalid,
                probes,
                users,
                0,
                logins,
                0,
                trust);
        return new EvidenceItem(new Reporter(minion, key), clockTrusted, resolution, finding);
    }
}
