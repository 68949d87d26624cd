package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import net.saltban.address.Prefix;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Act;
import net.saltban.policy.Reporter;
import net.saltban.policy.Retraction;
import net.saltban.policy.Tombstone;

/** What operators did: acts, the allowlist, tombstones and retractions. */
final class ActTable {
    private final Database database;

    ActTable(Database database) {
        this.database = database;
    }

    void insert(RecordedAct.Kind kind, String subject, Act act) throws SQLException {
        database.update(
                "INSERT INTO act (kind, subject, low, who, at, why) VALUES (?, ?, ?, ?, ?, ?)",
                kind,
                subject,
                Prefix.tryParse(subject).map(SortKey::first),
                act.who(),
                act.when(),
                act.why());
    }

    List<RecordedAct> newest(int limit) throws SQLException {
        return database.list("SELECT * FROM act ORDER BY id DESC LIMIT ?", ActTable::recorded, limit);
    }

    /** Acts on prefixes that share an address with this one, the newest first. */
    List<RecordedAct> on(Prefix prefix, int limit) throws SQLException {
        List<RecordedAct> acts = new ArrayList<>(database.list(
                "SELECT * FROM act WHERE low BETWEEN ? AND ? ORDER BY id DESC LIMIT ?",
                ActTable::recorded,
                SortKey.first(prefix),
                SortKey.last(prefix),
                limit));
        for (int length = prefix.length() - 1; length >= 0; length--) {
            Prefix wider = Prefix.covering(prefix.address(), length);
            for (RecordedAct act : database.list(
                    "SELECT * FROM act WHERE low = ? AND subject = ? ORDER BY id DESC LIMIT ?",
                    ActTable::recorded,
                    SortKey.first(wider),
                    wider,
                    limit)) {
                if (acts.stream().noneMatch(known -> known.number() == act.number())) {
                    acts.add(act);
                }
            }
        }
        acts.sort(Comparator.comparingLong(RecordedAct::number).reversed());
        return List.copyOf(acts.subList(0, Math.min(acts.size(), limit)));
    }

    boolean allow(Prefix prefix, Act act) throws SQLException {
        return database.update(
                        "INSERT INTO allow (prefix, who, at, why) VALUES (?, ?, ?, ?) ON CONFLICT (prefix) DO NOTHING",
                        prefix,
                        act.who(),
                        act.when(),
                        act.why())
                > 0;
    }

    boolean disallow(Prefix prefix) throws SQLException {
        return database.update("DELETE FROM allow WHERE prefix = ?", prefix) > 0;
    }

    /** Ordered by prefix. */
    List<AllowEntry> allowlist() throws SQLException {
        List<AllowEntry> entries = database.list(
                "SELECT * FROM allow", row -> new AllowEntry(row.prefix("prefix"), act(row, "who", "at", "why")));
        entries.sort(Comparator.comparing(AllowEntry::prefix));
        return entries;
    }

    /**
     * Leaves a tombstone. It keeps the cursors of the outboxes with evidence of the prefix that ends behind its time, from
     * minions whose clocks run ahead; all other evidence of now is older than its time anyway.
     */
    void bury(Prefix prefix, Instant at) throws SQLException {
        long id = database.number(
                "INSERT INTO tombstone (prefix, low, length, at) VALUES (?, ?, ?, ?) RETURNING id",
                prefix,
                SortKey.first(prefix),
                prefix.length(),
                at);
        database.update(
                "INSERT INTO tombstone_cursor (tombstone, minion, key_print, epoch, seq)"
                        + " SELECT DISTINCT ?, m.name, r.key_print, o.epoch, o.seq FROM source s"
                        + " JOIN finding f ON f.source = s.id JOIN outbox o ON o.id = f.outbox"
                        + " JOIN reporter r ON r.id = o.reporter JOIN minion m ON m.id = r.minion"
                        + " WHERE s.low BETWEEN ? AND ? AND f.last > ?",
                id,
                SortKey.first(prefix),
                SortKey.last(prefix),
                at);
    }

    /** Tombstones of exactly this prefix. */
    List<Tombstone> tombstones(Prefix prefix) throws SQLException {
        return bodies(database.list(
                "SELECT id, prefix, at FROM tombstone WHERE prefix = ? ORDER BY id", ActTable::grave, prefix));
    }

    /** Tombstones within a prefix. */
    List<Tombstone> tombstonesWithin(Prefix prefix) throws SQLException {
        return bodies(database.list(
                "SELECT id, prefix, at FROM tombstone WHERE low BETWEEN ? AND ? AND length >= ? ORDER BY id",
                ActTable::grave,
                SortKey.first(prefix),
                SortKey.last(prefix),
                prefix.length()));
    }

    private record Grave(long id, Prefix prefix, Instant at) {}

    private static Grave grave(Row row) throws SQLException {
        return new Grave(row.number("id"), row.prefix("prefix"), row.time("at"));
    }

    private List<Tombstone> bodies(List<Grave> graves) throws SQLException {
        List<Tombstone> tombstones = new ArrayList<>();
        for (Grave grave : graves) {
            Map<Reporter, List<OutboxCursor>> cursors = new HashMap<>();
            database.list(
                    "SELECT * FROM tombstone_cursor WHERE tombstone = ?",
                    row -> cursors.computeIfAbsent(
                                    new Reporter(row.text("minion"), row.text("key_print")), any -> new ArrayList<>())
                            .add(new OutboxCursor(row.text("epoch"), row.number("seq"))),
                    grave.id());
            tombstones.add(new Tombstone(grave.prefix(), grave.at(), cursors));
        }
        return tombstones;
    }

    void retract(Retraction retraction) throws SQLException {
        database.update(
                "INSERT INTO retraction (minion, key_print, starts, ends) VALUES (?, ?, ?, ?)",
                retraction.minion(),
                retraction.key(),
                retraction.from(),
                retraction.to());
    }

    List<Retraction> retractions() throws SQLException {
        return database.list(
                "SELECT * FROM retraction ORDER BY id",
                row -> new Retraction(row.text("minion"), row.text("key_print"), row.time("starts"), row.time("ends")));
    }

    private static RecordedAct recorded(Row row) throws SQLException {
        return new RecordedAct(
                row.number("id"),
                RecordedAct.Kind.valueOf(row.text("kind")),
                row.text("subject"),
                act(row, "who", "at", "why"));
    }

    static Act act(Row row, String who, String at, String why) throws SQLException {
        return new Act(row.text(who), row.time(at), row.text(why));
    }
}
