package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Reporter;

/** Minions, and the reporters that they are or were. */
final class MinionTable {
    /** Characters of a status document that are kept. */
    static final int STATUS_CHARS_MAX = 64 * 1024;

    private static final int GAPS_SHOWN = 16;

    private final Database database;

    MinionTable(Database database) {
        this.database = database;
    }

    /**
     * A reporter.
     *
     * @param findings how many findings of it are kept
     * @param hasOutbox whether it has reported before
     */
    record ReporterRow(long id, long findings, boolean hasOutbox) {}

    /** The key that a minion last reported under. */
    Optional<String> key(String minion) throws SQLException {
        return database.first(
                "SELECT r.key_print FROM minion m JOIN reporter r ON r.id = m.reporter WHERE m.name = ?",
                row -> row.text("key_print"),
                minion);
    }

    /** The row of a reporter, which is made if there is none. */
    ReporterRow reporter(Reporter reporter, Instant now) throws SQLException {
        long minion = minion(reporter.minion());
        Optional<ReporterRow> known = database.first(
                "SELECT id, findings, outbox FROM reporter WHERE minion = ? AND key_print = ?",
                row -> new ReporterRow(row.number("id"), row.number("findings"), row.number("outbox") != 0),
                minion,
                reporter.key());
        if (known.isPresent()) {
            return known.get();
        }
        long id = database.number(
                "INSERT INTO reporter (minion, key_print, agent, reported_at, clock_offset, findings)"
                        + " VALUES (?, ?, '', ?, 0, 0) RETURNING id",
                minion,
                reporter.key(),
                now);
        return new ReporterRow(id, 0, false);
    }

    /** Remembers that a page came. */
    void reported(long reporter, Page page, long outbox, long clockOffset, int added) throws SQLException {
        database.update(
                "UPDATE reporter SET address = coalesce(?, address), agent = ?, outbox = ?, reported_at = ?,"
                        + " clock_offset = ?, findings = findings + ? WHERE id = ?",
                page.address(),
                page.document().agent(),
                outbox,
                page.receivedAt(),
                clockOffset,
                added,
                reporter);
        database.update(
                "UPDATE minion SET reporter = ? WHERE name = ?",
                reporter,
                page.reporter().minion());
    }

    /** Where the next pull of each minion starts. */
    Map<String, OutboxCursor> cursors() throws SQLException {
        Map<String, OutboxCursor> cursors = new HashMap<>();
        database.list(
                "SELECT m.name, o.epoch, o.seq FROM minion m JOIN reporter r ON r.id = m.reporter"
                        + " JOIN outbox o ON o.id = r.outbox",
                row -> cursors.put(row.text("name"), new OutboxCursor(row.text("epoch"), row.number("seq"))));
        return cursors;
    }

    void pulled(String minion, ExchangeOutcome outcome) throws SQLException {
        database.update(
                "UPDATE minion SET pull_result = ?, pull_why = ?, pull_at = ? WHERE id = ?",
                outcome.result(),
                outcome.why(),
                outcome.at(),
                minion(minion));
    }

    void pushed(String minion, ExchangeOutcome outcome, Optional<String> status) throws SQLException {
        long id = minion(minion);
        database.update(
                "UPDATE minion SET push_result = ?, push_why = ?, push_at = ? WHERE id = ?",
                outcome.result(),
                outcome.why(),
                outcome.at(),
                id);
        Optional<String> kept = status.filter(text -> text.length() <= STATUS_CHARS_MAX);
        if (kept.isPresent()) {
            database.update("UPDATE minion SET status = ?, status_at = ? WHERE id = ?", kept, outcome.at(), id);
        }
    }

    /** All, by id. */
    List<MinionRecord> all() throws SQLException {
        Map<Long, List<String>> gaps = new HashMap<>();
        database.list(
                "SELECT reporter, what FROM (SELECT reporter, what, id, row_number() OVER (PARTITION BY reporter"
                        + " ORDER BY id DESC) AS place FROM gap) AS numbered WHERE place <= ? ORDER BY id DESC",
                row -> gaps.computeIfAbsent(row.number("reporter"), any -> new ArrayList<>())
                        .add(row.text("what")),
                GAPS_SHOWN);
        return database.list(
                "SELECT m.*, r.key_print, r.address, r.agent, r.reported_at, r.clock_offset, o.epoch, o.seq FROM minion m"
                        + " LEFT JOIN reporter r ON r.id = m.reporter LEFT JOIN outbox o ON o.id = r.outbox"
                        + " ORDER BY m.name",
                row -> minion(row, gaps));
    }

    private static MinionRecord minion(Row row, Map<Long, List<String>> gaps) throws SQLException {
        Optional<String> epoch = row.optionalText("epoch");
        return new MinionRecord(
                row.text("name"),
                row.optionalText("key_print").orElse(""),
                row.optionalText("address").map(IpAddress::parse),
                row.optionalText("agent").orElse(""),
                row.optionalTime("reported_at"),
                Micros.toDuration(row.number("clock_offset")),
                epoch.isEmpty() ? Optional.empty() : Optional.of(new OutboxCursor(epoch.get(), row.number("seq"))),
                outcome(row, "pull"),
                outcome(row, "push"),
                row.optionalText("status"),
                row.optionalTime("status_at"),
                gaps.getOrDefault(row.number("reporter"), List.of()));
    }

    private static Optional<ExchangeOutcome> outcome(Row row, String exchange) throws SQLException {
        Optional<String> result = row.optionalText(exchange + "_result");
        if (result.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ExchangeOutcome(
                ExchangeOutcome.Result.valueOf(result.get()),
                row.optionalText(exchange + "_why").orElse(""),
                row.time(exchange + "_at")));
    }

    private long minion(String name) throws SQLException {
        Optional<Long> id = database.first("SELECT id FROM minion WHERE name = ?", row -> row.number("id"), name);
        return id.isPresent() ? id.get() : database.number("INSERT INTO minion (name) VALUES (?) RETURNING id", name);
    }
}
