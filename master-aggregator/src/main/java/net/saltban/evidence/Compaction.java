package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.finding.Finding;
import net.saltban.finding.Trust;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.Resolution;
import net.saltban.policy.Tombstone;

/**
 * Adds old evidence up and lets the oldest go. Only whole hours and whole days are added up, only after their source was
 * decided on, and never findings on the two sides of an unban, so that no decision changes by it: what was below a threshold
 * stays below it (see {@link Resolution}).
 */
final class Compaction {
    /** Findings that one call looks at in each step. */
    static final int ROWS_MAX = 20_000;

    private final Database database;
    private final FindingTable findings;
    private final ActTable acts;
    private final List<Integer> tombstoneLengths;
    private final Map<IpAddress, List<Tombstone>> tombstones = new HashMap<>();

    /** Within a transaction. */
    Compaction(Database database, FindingTable findings, BanTable bans, ActTable acts) throws SQLException {
        this.database = database;
        this.findings = findings;
        this.acts = acts;
        this.tombstoneLengths = bans.lengths("tombstone");
    }

    private record Key(long outbox, long source, Instant start, Trust trust, List<Instant> voidedBy) {}

    /** Does a bounded part of what is due; the number of findings that went. */
    int run(Retention retention, Instant now) throws SQLException {
        Instant hours = now.minus(retention.byMinute()).truncatedTo(ChronoUnit.HOURS);
        Instant days = now.minus(retention.byHour()).truncatedTo(ChronoUnit.DAYS);
        int gone = addUp(Resolution.MINUTE, Resolution.HOUR, ChronoUnit.HOURS, hours);
        gone += addUp(Resolution.HOUR, Resolution.DAY, ChronoUnit.DAYS, days);
        gone += forget(now.minus(retention.byDay()));
        forgetNames(now.minus(retention.userNames()));
        return gone;
    }

    private int addUp(Resolution from, Resolution to, ChronoUnit unit, Instant before) throws SQLException {
        Map<Key, List<FindingTable.Stored>> groups = new LinkedHashMap<>();
        for (FindingTable.Stored row : findings.aged(from, before, ROWS_MAX)) {
            Finding finding = row.item().finding();
            Key key = new Key(
                    row.outbox(),
                    row.source(),
                    finding.minute().truncatedTo(unit),
                    finding.trust(),
                    voidedBy(row.item()));
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
        }
        int gone = 0;
        for (Map.Entry<Key, List<FindingTable.Stored>> group : groups.entrySet()) {
            replace(group.getKey(), group.getValue(), to);
            gone += group.getValue().size() - 1;
        }
        return gone;
    }

    private void replace(Key key, List<FindingTable.Stored> rows, Resolution to) throws SQLException {
        List<Finding> parts = rows.stream().map(row -> row.item().finding()).toList();
        Finding sum = FindingSum.of(key.start(), parts);
        long offset = rows.stream()
                .map(FindingTable.Stored::clockOffset)
                .max((one, other) -> Long.compare(Math.abs(one), Math.abs(other)))
                .orElseThrow();
        long aged = rows.stream().mapToLong(FindingTable.Stored::aged).max().orElseThrow();
        for (Finding part : parts) {
            findings.delete(key.outbox(), part.seq());
        }
        findings.insert(key.outbox(), key.source(), sum, to, offset, Micros.toInstant(aged));
        database.update(
                "UPDATE reporter SET findings = findings - ? WHERE id = (SELECT reporter FROM outbox WHERE id = ?)",
                rows.size() - 1,
                key.outbox());
    }

    /** The unbans that void an item; items are added up only with those that the same ones void. */
    private List<Instant> voidedBy(EvidenceItem item) throws SQLException {
        IpAddress source = item.finding().source();
        List<Tombstone> some = tombstones.get(source);
        if (some == null) {
            some = new ArrayList<>();
            for (Prefix prefix : BanTable.covering(source, tombstoneLengths)) {
                some.addAll(acts.tombstones(prefix));
            }
            tombstones.put(source, some);
        }
        Stream<Tombstone> voiding = some.stream().filter(tombstone -> tombstone.voids(item));
        return voiding.map(Tombstone::at).sorted().toList();
    }

    private int forget(Instant before) throws SQLException {
        List<FindingTable.Stored> old = findings.aged(Resolution.DAY, before, ROWS_MAX);
        for (FindingTable.Stored row : old) {
            findings.delete(row.outbox(), row.item().finding().seq());
            database.update(
                    "UPDATE reporter SET findings = findings - 1 WHERE id = (SELECT reporter FROM outbox WHERE id = ?)",
                    row.outbox());
        }
        for (long source :
                old.stream().map(FindingTable.Stored::source).distinct().toList()) {
            database.update(
                    "DELETE FROM source WHERE id = ? AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.source = source.id)",
                    source);
        }
        return old.size();
    }

    private void forgetNames(Instant before) throws SQLException {
        record Names(long id, long seq, int count) {}
        for (Names names : database.list(
                "SELECT outbox, seq, users FROM finding WHERE aged < ? AND users IS NOT NULL LIMIT ?",
                row -> new Names(row.number("outbox"), row.number("seq"), count(row)),
                before,
                ROWS_MAX)) {
            database.update(
                    "UPDATE finding SET users = NULL, users_more = users_more + ? WHERE outbox = ? AND seq = ?",
                    names.count(),
                    names.id(),
                    names.seq());
        }
        for (Names names : database.list(
                "SELECT id, users FROM ban WHERE last < ? AND users IS NOT NULL LIMIT ?",
                row -> new Names(row.number("id"), 0, count(row)),
                before,
                ROWS_MAX)) {
            database.update(
                    "UPDATE ban SET users = NULL, users_more = users_more + ? WHERE id = ?", names.count(), names.id());
        }
        for (BanEvidence.Stored stored : database.list(
                "SELECT * FROM ban_finding WHERE last < ? AND names = 1 LIMIT ?",
                BanEvidence::stored,
                before,
                ROWS_MAX)) {
            new BanEvidence(database).replace(stored, withoutNames(stored.item()));
        }
    }

    private static int count(Row row) throws SQLException {
        return StoredNames.users(row.optionalText("users")).size();
    }

    private static EvidenceItem withoutNames(EvidenceItem item) {
        Finding f = item.finding();
        Finding nameless = new Finding(
                f.epoch(),
                f.seq(),
                f.source(),
                f.minute(),
                f.first(),
                f.last(),
                f.failures(),
                f.rootFailures(),
                f.invalidUserFailures(),
                f.probes(),
                List.of(),
                (int) Math.min((long) f.usersMore() + f.users().size(), Integer.MAX_VALUE),
                f.logins(),
                f.loginsMore(),
                f.trust());
        return new EvidenceItem(item.reporter(), item.clockTrusted(), item.resolution(), nameless);
    }
}
