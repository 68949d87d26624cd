package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.policy.Act;
import net.saltban.policy.Ban;
import net.saltban.policy.BanOrigin;
import net.saltban.policy.HeldBan;
import net.saltban.policy.HeldWhy;
import net.saltban.policy.Reason;

/** Bans: active, held and past. */
final class BanTable {
    private static final String ACTIVE = "ended IS NULL AND held_why IS NULL";
    private static final String HELD = "ended IS NULL AND held_why IS NOT NULL";

    private final Database database;

    BanTable(Database database) {
        this.database = database;
    }

    /**
     * A row.
     *
     * @param held why and since when it waits for an operator, if it does
     */
    record Stored(long id, Ban ban, Optional<HeldBan> held, Optional<Instant> ended, String endedBy) {
        boolean isOpen() {
            return ended.isEmpty();
        }
    }

    /** Adds a ban, or one that is held; the id of its row. */
    long insert(Ban ban, Optional<HeldWhy> held) throws SQLException {
        Optional<Reason> reason = ban.reason();
        Optional<Act> act = ban.origin().match(byRule -> Optional.empty(), byOperator -> Optional.of(byOperator.act()));
        return database.number(
                "INSERT INTO ban (prefix, low, length, since, ends, held_why, act_who, act_at, act_why, rule, minions,"
                        + " minions_more, only_minion, first, last, failures, probes, users, users_more, sources,"
                        + " corroborated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " RETURNING id",
                ban.prefix(),
                SortKey.first(ban.prefix()),
                ban.prefix().length(),
                ban.since(),
                ban.until(),
                held,
                act.map(Act::who),
                act.map(Act::when),
                act.map(Act::why),
                reason.map(Reason::rule),
                reason.map(one -> StoredNames.ofMinions(one.minions())),
                reason.map(Reason::minionsMore),
                reason.flatMap(Reason::onlyMinion),
                reason.map(Reason::first),
                reason.map(Reason::last),
                reason.map(Reason::failures),
                reason.map(Reason::probes),
                reason.flatMap(one -> StoredNames.ofUsers(one.users())),
                reason.map(Reason::usersMore),
                reason.map(Reason::sources),
                reason.map(Reason::corroborated));
    }

    /** Ends a ban, active or held. */
    void end(long id, Instant at, String by) throws SQLException {
        database.update("UPDATE ban SET ended = ?, ended_by = ? WHERE id = ?", at, by, id);
    }

    /** Makes an active ban of a held one, by an operator's act. */
    void approve(long id, Act act) throws SQLException {
        database.update(
                "UPDATE ban SET held_why = NULL, since = ?, act_who = ?, act_at = ?, act_why = ? WHERE id = ?",
                act.when(),
                act.who(),
                act.when(),
                act.why(),
                id);
    }

    /** Says what holds a held ban by now. */
    void hold(long id, HeldWhy why) throws SQLException {
        database.update("UPDATE ban SET held_why = ? WHERE id = ?", why, id);
    }

    /** The active ban of exactly this prefix. */
    Optional<Stored> active(Prefix prefix) throws SQLException {
        return database.first("SELECT * FROM ban WHERE prefix = ? AND " + ACTIVE, BanTable::stored, prefix);
    }

    /** The held ban of exactly this prefix. */
    Optional<Stored> held(Prefix prefix) throws SQLException {
        return database.first("SELECT * FROM ban WHERE prefix = ? AND " + HELD, BanTable::stored, prefix);
    }

    /** All held bans. */
    List<Stored> held() throws SQLException {
        return database.list("SELECT * FROM ban WHERE " + HELD + " ORDER BY low, length", BanTable::stored);
    }

    /** Bans within a prefix, this one included; the newest first, at most so many. */
    List<Stored> within(Prefix prefix, boolean open, int limit) throws SQLException {
        List<Stored> found = database.list(
                "SELECT * FROM ban WHERE low BETWEEN ? AND ? AND length >= ?" + (open ? " AND ended IS NULL" : "")
                        + " ORDER BY since DESC, id DESC LIMIT ?",
                BanTable::stored,
                SortKey.first(prefix),
                SortKey.last(prefix),
                prefix.length(),
                limit);
        found.removeIf(ban -> !prefix.covers(ban.ban().prefix())); // IPv4 has its keys within those of ::/0
        return found;
    }

    /** Bans wider than a prefix that cover it, open ones or all, the widest first. */
    List<Stored> wider(Prefix prefix, boolean open) throws SQLException {
        List<Stored> found = new ArrayList<>();
        for (int length : lengths("ban")) {
            if (length < prefix.length()) {
                found.addAll(database.list(
                        "SELECT * FROM ban WHERE prefix = ?" + (open ? " AND ended IS NULL" : "") + " ORDER BY id DESC",
                        BanTable::stored,
                        Prefix.covering(prefix.address(), length)));
            }
        }
        return found;
    }

    /** Lengths of prefixes that occur; each is one step in the index, however many rows there are. */
    List<Integer> lengths(String table) throws SQLException {
        List<Integer> lengths = new ArrayList<>();
        String sql = "SELECT min(length) AS length FROM " + table + " WHERE length > ?";
        Optional<Integer> next = Optional.of(-1);
        while (next.isPresent()) {
            next = database.first(sql, row -> row.optionalText("length").map(Integer::parseInt), next.get())
                    .flatMap(length -> length);
            next.ifPresent(lengths::add);
        }
        return lengths;
    }

    /** Timed bans that have run out and not been ended yet. */
    List<Stored> runOut(Instant now) throws SQLException {
        return database.list(
                "SELECT * FROM ban WHERE ends <= ? AND ends IS NOT NULL AND " + ACTIVE + " ORDER BY low, length",
                BanTable::stored,
                now);
    }

    /** Prefixes of the bans that are active at a time. */
    List<Prefix> prefixes(Instant now) throws SQLException {
        return database.list(
                "SELECT prefix FROM ban WHERE " + ACTIVE + " AND (ends IS NULL OR ends > ?)",
                row -> row.prefix("prefix"),
                now);
    }

    /** Active bans by a filter. */
    List<Stored> list(BanFilter filter, Instant now) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT * FROM ban WHERE " + ACTIVE + " AND (ends IS NULL OR ends > ?)");
        List<Object> values = new ArrayList<>(List.of(now));
        filter.within().ifPresent(prefix -> {
            sql.append(" AND low BETWEEN ? AND ? AND length >= ?");
            values.addAll(List.of(SortKey.first(prefix), SortKey.last(prefix), prefix.length()));
        });
        filter.rule().ifPresent(rule -> {
            boolean byOperator = rule.equals("operator");
            sql.append(byOperator ? " AND rule IS NULL" : " AND rule = ?");
            values.addAll(byOperator ? List.of() : List.of(rule));
        });
        filter.minion().ifPresent(minion -> {
            sql.append(" AND minions LIKE ? ESCAPE '!'");
            values.add(likeMinion(minion));
        });
        filter.since().ifPresent(since -> {
            sql.append(" AND since >= ?");
            values.add(since);
        });
        if (filter.uncorroborated()) {
            sql.append(" AND corroborated = 0");
        }
        sql.append(" ORDER BY since DESC, id DESC LIMIT ?");
        values.add(filter.limit());
        return database.list(sql.toString(), BanTable::stored, values.toArray());
    }

    /** How many bans since a time rest on one minion alone, by its id; those that an operator approved do not count. */
    Map<String, Integer> restingOnOneMinion(Instant since) throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        database.list(
                "SELECT only_minion, count(*) AS bans FROM ban WHERE since > ? AND only_minion IS NOT NULL"
                        + " AND held_why IS NULL AND act_who IS NULL GROUP BY only_minion",
                row -> counts.put(row.text("only_minion"), row.count("bans")),
                since);
        return counts;
    }

    /** Open bans by rules whose reason names a minion and lies in a time, end exclusive. */
    List<Stored> naming(String minion, Instant from, Instant to) throws SQLException {
        return database.list(
                "SELECT * FROM ban WHERE ended IS NULL AND minions LIKE ? ESCAPE '!' AND last >= ? AND first < ?"
                        + " ORDER BY id",
                BanTable::stored,
                likeMinion(minion),
                from,
                to);
    }

    private static String likeMinion(String minion) {
        return "%\n" + minion.replaceAll("([!%_])", "!$1") + "\n%";
    }

    /** Number of active bans. */
    long count() throws SQLException {
        return database.number("SELECT count(*) FROM ban WHERE " + ACTIVE);
    }

    static Stored stored(Row row) throws SQLException {
        Optional<String> rule = row.optionalText("rule");
        BanOrigin origin = rule.isPresent()
                ? new BanOrigin.ByRule(reason(row, rule.get()))
                : new BanOrigin.ByOperator(new Act(row.text("act_who"), row.time("act_at"), row.text("act_why")));
        Instant since = row.time("since");
        Ban ban = new Ban(row.prefix("prefix"), since, row.optionalTime("ends"), origin);
        Optional<HeldBan> held = row.optionalText("held_why").map(why -> new HeldBan(ban, HeldWhy.valueOf(why), since));
        return new Stored(
                row.number("id"),
                ban,
                held,
                row.optionalTime("ended"),
                row.optionalText("ended_by").orElse(""));
    }

    private static Reason reason(Row row, String rule) throws SQLException {
        return new Reason(
                rule,
                StoredNames.minions(row.text("minions")),
                row.count("minions_more"),
                row.time("first"),
                row.time("last"),
                row.number("failures"),
                row.number("probes"),
                StoredNames.users(row.optionalText("users")),
                row.count("users_more"),
                row.count("sources"),
                row.flag("corroborated"));
    }

    /** The prefixes that may cover an address, by the lengths that occur. */
    static List<Prefix> covering(IpAddress address, List<Integer> lengths) {
        return lengths.stream()
                .filter(length -> length <= address.bits())
                .map(length -> Prefix.covering(address, length))
                .toList();
    }
}
