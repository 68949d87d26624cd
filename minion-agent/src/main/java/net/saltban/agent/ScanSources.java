package net.saltban.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.UserFailures;
import net.saltban.limits.InputLimits;
import net.saltban.sshd.SourceEvent;
import net.saltban.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * What a scan finds, added up by source as it comes, so that no count depends on how much evidence is kept. Bounded: sources above
 * {@link #SOURCES_MAX} have no row of their own, and count in the sums; evidence beyond {@link #EVIDENCE_MAX} is counted, but no rule
 * is tried on it; names above {@link #NAMES_MAX} are not told apart.
 */
final class ScanSources {
    /** Sources that are told apart. */
    static final int SOURCES_MAX = 100_000;

    /** Increments of {@link Evidence} that the rules are tried on; each takes some 20 bytes. */
    static final int EVIDENCE_MAX = 1_000_000;

    /** User names that are told apart, of all sources together; each takes up to 150 bytes. */
    static final int NAMES_MAX = 200_000;

    /** The name whose failures have a rule of their own. */
    static final String ROOT = "root";

    private static final int SLOTS_MIN = 1024;
    private static final long MICROS_IN_SECOND = 1_000_000;
    private static final long MICROS_IN_MINUTE = 60 * MICROS_IN_SECOND;
    private static final int NANOS_IN_MICRO = 1000;

    private final List<SourceSummary> rows = new ArrayList<>();
    private final int sourcesMax;
    private final int evidenceMax;

    // Nobody who writes addresses into a log can tell which of them meet in the table.
    private final long seed = System.nanoTime() * 0x9e3779b97f4a7c15L | 1;

    /** By hash of the address, open addressing; at most half full. */
    private @Nullable SourceSummary[] slots = new SourceSummary[SLOTS_MIN];

    private int evidence;
    private int names;
    private long failures;
    private long logins;
    private boolean hasMoreSources;
    private boolean isEvidenceCut;

    ScanSources() {
        this(SOURCES_MAX, EVIDENCE_MAX);
    }

    ScanSources(int sourcesMax, int evidenceMax) {
        this.sourcesMax = sourcesMax;
        this.evidenceMax = evidenceMax;
    }

    /** Counts an event. A source that cannot be a peer is passed over. */
    void add(SourceEvent event) {
        IpAddress address = event.source();
        int count = event.count();
        SourceSummary source = find(address);
        if (source == null && !address.scope().isPeer()) {
            return;
        }
        if (event.kind() == SourceEvent.Kind.FAILURE) {
            failures += count;
        } else if (event.kind() == SourceEvent.Kind.LOGIN) {
            logins += count;
        }
        if (source == null) {
            source = begin(address, micros(event.time()));
            if (source == null) {
                return;
            }
        }
        long time = micros(event.time());
        source.addTime(time);
        long minute = Math.floorDiv(time, MICROS_IN_MINUTE);
        int micros = (int) (time - minute * MICROS_IN_MINUTE);
        if (event.kind() == SourceEvent.Kind.FAILURE) {
            source.addFailures(count);
            keepFailures(source, event.user(), event.invalidUser(), minute, micros, micros, count);
        } else if (event.kind() == SourceEvent.Kind.PROBE) {
            source.addProbes(count);
            keep(source, minute, 0, Evidence.PROBE, micros, micros, count);
        } else {
            source.addLogins(count);
            keep(source, minute, 0, Evidence.LOGIN, micros, micros, count);
        }
    }

    /** Counts a finding as the events that it sums up. */
    void add(Finding finding) {
        SourceSummary source = find(finding.source());
        if (source == null) {
            source = begin(finding.source(), micros(finding.first()));
        }
        failures += finding.failures();
        int accepted = 0;
        for (Login login : finding.logins()) {
            accepted += login.count();
        }
        logins += accepted;
        if (source == null) {
            return;
        }
        source.addTime(micros(finding.first()));
        source.addTime(micros(finding.last()));
        source.addFailures(finding.failures());
        source.addProbes(finding.probes());
        source.addLogins(accepted);
        source.addUsersMore(finding.usersMore());
        keep(source, finding);
    }

    private void keep(SourceSummary source, Finding finding) {
        long minute = Math.floorDiv(micros(finding.minute()), MICROS_IN_MINUTE);
        int first = micros(minute, finding.first());
        int last = micros(minute, finding.last());
        int unnamed = finding.failures();
        int unnamedRoot = finding.rootFailures();
        for (UserFailures user : finding.users()) {
            unnamed -= user.failures();
            unnamedRoot -= user.name().equals(ROOT) ? user.failures() : 0;
            keepFailures(source, user.name(), user.invalid(), minute, first, last, user.failures());
        }
        if (unnamedRoot > 0) {
            unnamed -= unnamedRoot;
            keep(source, minute, 0, Evidence.ROOT, first, last, unnamedRoot);
        }
        if (unnamed > 0) {
            keep(source, minute, 0, Evidence.FAILURE, first, last, unnamed);
        }
        if (finding.probes() > 0) {
            keep(source, minute, 0, Evidence.PROBE, first, last, finding.probes());
        }
        for (Login login : finding.logins()) {
            keep(
                    source,
                    minute,
                    0,
                    Evidence.LOGIN,
                    micros(minute, login.first()),
                    micros(minute, login.last()),
                    login.count());
        }
    }

    /** Since 1970; times of a log are far within the bounds. */
    private static long micros(Instant time) {
        return time.getEpochSecond() * MICROS_IN_SECOND + time.getNano() / NANOS_IN_MICRO;
    }

    private static int micros(long minute, Instant time) {
        return (int) (micros(time) - minute * MICROS_IN_MINUTE);
    }

    private void keepFailures(
            SourceSummary source, String user, boolean invalid, long minute, int first, int last, int count) {
        int name = user.isEmpty() && !invalid ? 0 : name(source, user); // empty: no message named anybody
        boolean isRoot = user.equals(ROOT);
        int kind = (isRoot ? Evidence.ROOT : Evidence.FAILURE) + (invalid ? Evidence.INVALID : 0);
        keep(source, minute, kind == Evidence.INVALID ? name : 0, kind, first, last, count);
    }

    /** The number of a name. Names that are not told apart have numbers by their hash: few are taken for another. */
    private int name(SourceSummary source, String user) {
        int known = source.names().indexOf(user);
        if (known > 0) {
            return known;
        }
        String shown = user;
        if (!isShownAsItIs(user)) {
            shown = UntrustedText.show(user, InputLimits.USER_CHARS_MAX);
            known = source.names().indexOf(shown);
            if (known > 0) {
                return known;
            }
        }
        if (source.names().size() < SourceSummary.USERS_MAX && names < NAMES_MAX) {
            names++;
            return source.names().add(shown);
        }
        if (source.names().size() == SourceSummary.USERS_MAX) {
            source.addUsersMore(1);
        }
        int hash = shown.hashCode() * 0x9e3779b9;
        return SourceSummary.USERS_MAX + 1 + (hash >>> 1) % (Evidence.NAME_MAX - SourceSummary.USERS_MAX);
    }

    private static boolean isShownAsItIs(String user) {
        for (int i = 0; i < user.length(); i++) {
            if (user.charAt(i) < ' ' || user.charAt(i) > '~') {
                return false;
            }
        }
        return user.length() <= InputLimits.USER_CHARS_MAX;
    }

    private void keep(SourceSummary source, long minute, int name, int kind, int first, int last, int count) {
        Evidence kept = source.evidence();
        long key = Evidence.key(minute, name, kind);
        if (kept.join(key, first, last, count)) {
            return;
        }
        if (name > 0 && kept.isCrowded(minute)) {
            keep(source, minute, 0, kind, first, last, count);
        } else if (evidence < evidenceMax) {
            evidence++;
            kept.append(key, first, last, count);
        } else {
            isEvidenceCut = true;
        }
    }

    private @Nullable SourceSummary find(IpAddress address) {
        long high = address.high();
        long low = address.low();
        int slot = slot(high, low);
        SourceSummary source = slots[slot];
        while (source != null && !source.is(high, low)) {
            slot = slot + 1 & slots.length - 1;
            source = slots[slot];
        }
        return source;
    }

    private int slot(long high, long low) {
        long mixed = (high ^ high >>> 32) * (seed ^ 0x5851f42d4c957f2dL << 1) + (low ^ low >>> 32) * seed;
        return (int) (mixed >>> 32) & slots.length - 1;
    }

    /** A row for a source that has none; null if there are enough. */
    private @Nullable SourceSummary begin(IpAddress address, long micros) {
        if (rows.size() == sourcesMax) {
            hasMoreSources = true;
            isEvidenceCut = true;
            return null;
        }
        SourceSummary source = new SourceSummary(address, micros);
        rows.add(source);
        if (2 * rows.size() > slots.length) {
            slots = new SourceSummary[2 * slots.length];
            for (SourceSummary row : rows) {
                enter(row);
            }
        } else {
            enter(source);
        }
        return source;
    }

    private void enter(SourceSummary source) {
        IpAddress address = source.source();
        int slot = slot(address.high(), address.low());
        while (slots[slot] != null) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = source;
    }

    /** One summary for each source, in the order in which they were met. */
    List<SourceSummary> sources() {
        return rows;
    }

    /** Failed attempts of all sources, also of those without a row. */
    long failures() {
        return failures;
    }

    /** Logins of all sources, also of those without a row. */
    long logins() {
        return logins;
    }

    /** Whether there are sources without a row. */
    boolean hasMoreSources() {
        return hasMoreSources;
    }

    /** Whether there may be more names than were told apart. */
    boolean isNamesFull() {
        return names == NAMES_MAX;
    }

    /** On how many findings, joined where they are alike, the rules are tried. */
    int evidence() {
        return evidence;
    }

    /** Whether the rules are tried on less than was found. */
    boolean isEvidenceCut() {
        return isEvidenceCut;
    }
}
