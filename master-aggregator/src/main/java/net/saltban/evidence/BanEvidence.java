package net.saltban.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

import net.saltban.finding.Finding;
import net.saltban.finding.FindingsJson;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.Reporter;

/** The items that each ban rests on, kept as long as the ban is known. */
final class BanEvidence {
    private final Database database;

    BanEvidence(Database database) {
        this.database = database;
    }

    /** An item with its place. */
    record Stored(long ban, int position, EvidenceItem item) {}

    /** Replaces the items of a ban. */
    void put(long ban, List<EvidenceItem> items) throws SQLException {
        database.update("DELETE FROM ban_finding WHERE ban = ?", ban);
        int position = 0;
        for (EvidenceItem item : items) {
            insert(ban, position++, item);
        }
    }

    /** Puts another item in the place of one. */
    void replace(Stored old, EvidenceItem item) throws SQLException {
        database.update("DELETE FROM ban_finding WHERE ban = ? AND position = ?", old.ban(), old.position());
        insert(old.ban(), old.position(), item);
    }

    private void insert(long ban, int position, EvidenceItem item) throws SQLException {
        database.update(
                "INSERT INTO ban_finding (ban, position, minion, key_print, clock_trusted, resolution, last, names,"
                        + " finding) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ban,
                position,
                item.reporter().minion(),
                item.reporter().key(),
                item.clockTrusted(),
                item.resolution(),
                item.finding().last(),
                !item.finding().users().isEmpty(),
                new String(FindingsJson.toLine(item.finding()), StandardCharsets.UTF_8));
    }

    /** The items of a ban, in order. */
    List<EvidenceItem> of(long ban) throws SQLException {
        return database.list(
                "SELECT * FROM ban_finding WHERE ban = ? ORDER BY position",
                row -> stored(row).item(),
                ban);
    }

    static Stored stored(Row row) throws SQLException {
        try {
            Finding finding = FindingsJson.parseLine(row.text("finding"));
            EvidenceItem item = new EvidenceItem(
                    new Reporter(row.text("minion"), row.text("key_print")),
                    row.flag("clock_trusted"),
                    row.resolution("resolution"),
                    finding);
            return new Stored(row.number("ban"), row.count("position"), item);
        } catch (IOException e) {
            throw new SQLException("a finding of ban " + row.number("ban") + " is damaged: " + e.getMessage(), e);
        }
    }
}
