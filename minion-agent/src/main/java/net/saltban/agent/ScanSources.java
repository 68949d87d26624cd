package net.saltban.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.UserFailures;
import net.saltban.limits.InputLimits;

/**
 * The findings of a scan, added up by source as they come, so that no count depends on how many findings are kept. Bounded: sources above
 * {@link #SOURCES_MAX} have no row of their own, and count in the sums; findings beyond {@link #EVIDENCE_MAX} are counted, but no rule
 * is tried on them; names above {@link #NAMES_MAX} are not told apart.
 */
final class ScanSources {
    /** Sources that are told apart. */
    static final int SOURCES_MAX = 100_000;

    /** What the findings that the rules are tried on may take, in units of {@link Evidence}, some 30 bytes: a million or fewer. */
    static final int EVIDENCE_MAX = 1_000_000;

    private static final int SHARED_SLOTS = 256;

    /** User names that are told apart, of all sources together; each takes up to 150 bytes. */
    static final int NAMES_MAX = 200_000;

    private final Map<IpAddress, SourceSummary> bySource = new LinkedHashMap<>();
    private final List<Finding> page = new ArrayList<>();
    private final int sourcesMax;
    private final int evidenceMax;
    private long findings;
    private final List<List<UserFailures>> shared = new ArrayList<>(Collections.nCopies(SHARED_SLOTS, List.of()));
    private int units;
    private int evidence;
    private int names;
    private long failures;
    private long logins;
    private boolean hasMoreSources;

    ScanSources() {
        this(SOURCES_MAX, EVIDENCE_MAX);
    }

    ScanSources(int sourcesMax, int evidenceMax) {
        this.sourcesMax = sourcesMax;
        this.evidenceMax = evidenceMax;
    }

    void add(Finding finding) {
        findings++;
        failures += finding.failures();
        for (Login login : finding.logins()) {
            logins += login.count();
        }
        if (page.size() < InputLimits.FINDINGS_MAX) {
            page.add(finding);
        }
        SourceSummary source = bySource.get(finding.source());
        if (source == null) {
            if (bySource.size() == sourcesMax) {
                hasMoreSources = true;
                return;
            }
            source = new SourceSummary(finding);
            bySource.put(finding.source(), source);
        }
        names += source.add(finding, NAMES_MAX - names);
        if (units < evidenceMax) {
            evidence++;
            units += source.keep(finding, shared(finding.users()));
        }
    }

    /** An equal list that was met lately, if there is one: a few names are tried all the time. */
    private List<UserFailures> shared(List<UserFailures> users) {
        if (users.size() != 1 || users.get(0).failures() != 1) {
            return users;
        }
        UserFailures user = users.get(0);
        int slot = user.name().hashCode() & SHARED_SLOTS - 1;
        List<UserFailures> known = shared.get(slot);
        if (known.size() == 1
                && known.get(0).invalid() == user.invalid()
                && known.get(0).name().equals(user.name())) {
            return known;
        }
        shared.set(slot, users);
        return users;
    }

    Collection<SourceSummary> sources() {
        return bySource.values();
    }

    /** The first findings, as many as one document holds; numbered from 1. */
    List<Finding> page() {
        return page;
    }

    /** How many findings there were. */
    long findings() {
        return findings;
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

    /** On how many findings the rules are tried. */
    int evidence() {
        return evidence;
    }

    /** Whether the rules are tried on fewer findings than there were. */
    boolean isEvidenceCut() {
        return evidence < findings;
    }
}
