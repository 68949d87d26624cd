package net.saltban.evidence;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import net.saltban.address.Prefix;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.HeldBan;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Tombstone;

/** Tells all that the store knows of a prefix. */
final class Histories {
    private static final int ROWS_MAX = 64;
    private static final int EVIDENCE_MAX = 256;

    private final FindingTable findings;
    private final BanTable bans;
    private final BanEvidence evidence;
    private final ActTable acts;
    private final AlarmTable alarms;

    Histories(FindingTable findings, BanTable bans, BanEvidence evidence, ActTable acts, AlarmTable alarms) {
        this.findings = findings;
        this.bans = bans;
        this.evidence = evidence;
        this.acts = acts;
        this.alarms = alarms;
    }

    /** Within a transaction. */
    History of(Prefix prefix) throws SQLException {
        List<BanTable.Stored> rows = new ArrayList<>(bans.within(prefix, false, ROWS_MAX));
        rows.addAll(bans.wider(prefix, false));
        rows.sort(Comparator.comparing((BanTable.Stored row) -> row.ban().since())
                .thenComparing(BanTable.Stored::id)
                .reversed());
        List<RecordedBan> recorded = new ArrayList<>();
        List<HeldBan> held = new ArrayList<>();
        for (BanTable.Stored row : rows.subList(0, Math.min(rows.size(), ROWS_MAX))) {
            if (row.held().isEmpty()) {
                recorded.add(recorded(row, evidence.of(row.id())));
            } else if (row.isOpen()) {
                held.add(row.held().get());
            }
        }
        List<Tombstone> tombstones = new ArrayList<>(acts.tombstonesWithin(prefix));
        for (int length : bans.lengths("tombstone")) {
            if (length < prefix.length()) {
                tombstones.addAll(acts.tombstones(Prefix.covering(prefix.address(), length)));
            }
        }
        Optional<AllowEntry> allowed = acts.allowlist().stream()
                .filter(entry -> entry.prefix().covers(prefix))
                .findFirst();
        long clockOffsetMax = Micros.of(PolicySettings.shipped().clockOffsetMax());
        List<EvidenceItem> items = new ArrayList<>(findings.newest(prefix, clockOffsetMax, EVIDENCE_MAX));
        Collections.reverse(items);
        return new History(
                recorded,
                held,
                tombstones,
                allowed,
                acts.on(prefix, ROWS_MAX),
                alarms.within(prefix, ROWS_MAX),
                List.copyOf(items));
    }

    static RecordedBan recorded(BanTable.Stored row, List<EvidenceItem> items) {
        return new RecordedBan(row.id(), row.ban(), row.ended(), row.endedBy(), items);
    }
}
