package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.finding.Finding;
import net.saltban.finding.Trust;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.Reporter;
import net.saltban.policy.Resolution;

/** Findings and their sources. */
final class FindingTable {
    private static final String COLUMNS = "f.*, o.epoch AS epoch, r.key_print AS key_print, m.name AS minion,"
            + " s.address AS address FROM finding f JOIN source s ON s.id = f.source JOIN outbox o ON o.id = f.outbox"
            + " JOIN reporter r ON r.id = o.reporter JOIN minion m ON m.id = r.minion";

    private final Database database;

    FindingTable(Database database) {
        this.database = database;
    }

    /** A finding with what the database knows beside it. */
    record Stored(long outbox, long source, long clockOffset, long aged, EvidenceItem item) {}

    /** Adds a finding; whether it was not there. */
    boolean insert(long outbox, long source, Finding finding, Resolution resolution, long clockOffset, Instant aged)
            throws SQLException {
        return database.update(
                        "INSERT INTO finding (outbox, seq, resolution, source, minute, first, last, failures,"
                                + " root_failures, invalid_user_failures, probes, users, users_more, logins,"
                                + " logins_more, journal, clock_offset, aged)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (outbox, seq) DO NOTHING",
                        outbox,
                        finding.seq(),
                        resolution,
                        source,
                        finding.minute(),
                        finding.first(),
                        finding.last(),
                        finding.failures(),
                        finding.rootFailures(),
                        finding.invalidUserFailures(),
                        finding.probes(),
                        StoredNames.ofUsers(finding.users()),
                        finding.usersMore(),
                        StoredNames.ofLogins(finding.logins()),
                        finding.loginsMore(),
                        finding.trust() == Trust.JOURNAL,
                        clockOffset,
                        aged)
                > 0;
    }

    /** The id of a source, which is made if there is none. */
    long source(IpAddress address) throws SQLException {
        String text = address.toString();
        Optional<Long> id = database.first("SELECT id FROM source WHERE address = ?", row -> row.number("id"), text);
        if (id.isPresent()) {
            return id.get();
        }
        return database.number(
                "INSERT INTO source (address, low, touched) VALUES (?, ?, 0) RETURNING id", text, SortKey.of(address));
    }

    /** Lets the sources within a prefix wait for a decision. */
    void touch(Prefix prefix) throws SQLException {
        long base = Meta.number(database, Meta.TOUCHED);
        // Ids differ, so the numbers do; the counter goes beyond all of them.
        database.update(
                "UPDATE source SET touched = ? + id WHERE low BETWEEN ? AND ?",
                base,
                SortKey.first(prefix),
                SortKey.last(prefix));
        long end = base + database.number("SELECT coalesce(max(id), 0) FROM source");
        Meta.put(database, Meta.TOUCHED, Long.toString(end));
    }

    /** Lets every source with findings since a time wait for a decision. */
    void touchSince(Instant since) throws SQLException {
        long base = Meta.number(database, Meta.TOUCHED);
        database.update(
                "UPDATE source SET touched = ? + id WHERE EXISTS"
                        + " (SELECT 1 FROM finding f WHERE f.source = source.id AND f.last >= ?)",
                base,
                since);
        long end = base + database.number("SELECT coalesce(max(id), 0) FROM source");
        Meta.put(database, Meta.TOUCHED, Long.toString(end));
    }

    /** Removes a finding. */
    void delete(long outbox, long seq) throws SQLException {
        database.update("DELETE FROM finding WHERE outbox = ? AND seq = ?", outbox, seq);
    }

    /** What may weigh for a source: young enough to ban, or with logins; the newest, at most so many. */
    List<EvidenceItem> weighing(long source, Instant since, long clockOffsetMax, int limit) throws SQLException {
        return items(
                "SELECT " + COLUMNS
                        + " WHERE f.source = ? AND (f.last >= ? AND f.resolution < 1440 OR f.logins IS NOT NULL)"
                        + " ORDER BY f.last DESC, f.outbox, f.seq LIMIT ?",
                clockOffsetMax,
                source,
                since,
                limit);
    }

    /** Findings of a source with logins after a time; the newest, at most so many. */
    List<EvidenceItem> withLogins(long source, Instant since, long clockOffsetMax, int limit) throws SQLException {
        return items(
                "SELECT " + COLUMNS + " WHERE f.source = ? AND f.last >= ? AND f.logins IS NOT NULL"
                        + " ORDER BY f.last DESC, f.outbox, f.seq LIMIT ?",
                clockOffsetMax,
                source,
                since,
                limit);
    }

    /** The newest findings within a prefix. */
    List<EvidenceItem> newest(Prefix prefix, long clockOffsetMax, int limit) throws SQLException {
        return items(
                "SELECT " + COLUMNS + " WHERE s.low BETWEEN ? AND ? ORDER BY f.last DESC, f.outbox, f.seq LIMIT ?",
                clockOffsetMax,
                SortKey.first(prefix),
                SortKey.last(prefix),
                limit);
    }

    /**
     * Findings of one resolution that aged before a time, the oldest first: those that no pull asks for again, and whose
     * source waits for no decision.
     */
    List<Stored> aged(Resolution resolution, Instant before, int limit) throws SQLException {
        return database.list(
                "SELECT " + COLUMNS + " WHERE f.resolution = ? AND f.aged < ? AND f.seq <= o.seq AND s.touched = 0"
                        + " ORDER BY f.aged LIMIT ?",
                row -> stored(row, Long.MAX_VALUE),
                resolution,
                before,
                limit);
    }

    private List<EvidenceItem> items(String sql, long clockOffsetMax, Object... values) throws SQLException {
        return database.list(sql, row -> stored(row, clockOffsetMax).item(), values);
    }

    private static Stored stored(Row row, long clockOffsetMax) throws SQLException {
        Finding finding = new Finding(
                row.text("epoch"),
                row.number("seq"),
                row.address("address"),
                row.time("minute"),
                row.time("first"),
                row.time("last"),
                row.count("failures"),
                row.count("root_failures"),
                row.count("invalid_user_failures"),
                row.count("probes"),
                StoredNames.users(row.optionalText("users")),
                row.count("users_more"),
                StoredNames.logins(row.optionalText("logins")),
                row.count("logins_more"),
                row.flag("journal") ? Trust.JOURNAL : Trust.TEXT);
        long offset = row.number("clock_offset");
        EvidenceItem item = new EvidenceItem(
                new Reporter(row.text("minion"), row.text("key_print")),
                Math.abs(offset) <= clockOffsetMax,
                row.resolution("resolution"),
                finding);
        return new Stored(row.number("outbox"), row.number("source"), offset, row.number("aged"), item);
    }
}
