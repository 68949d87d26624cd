package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.finding.Login;
import net.saltban.policy.Act;
import net.saltban.policy.Alarm;

/** Alarms, each once a day for the same user from the same source on the same minion. */
final class AlarmTable {
    private final Database database;

    AlarmTable(Database database) {
        this.database = database;
    }

    /** Adds an alarm; whether it was not there. */
    boolean insert(Alarm alarm, Instant now) throws SQLException {
        Login login = alarm.login();
        return database.update(
                        "INSERT INTO alarm (kind, source, low, minion, day, login_user, method, key_print, first, last,"
                                + " count, failures, banned, raised) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (kind, source, minion, login_user, day) DO NOTHING",
                        alarm.kind(),
                        alarm.source(),
                        SortKey.of(alarm.source()),
                        alarm.minion(),
                        Math.floorDiv(
                                alarm.at().getEpochSecond(), Duration.ofDays(1).toSeconds()),
                        login.user(),
                        login.method(),
                        login.key(),
                        login.first(),
                        login.last(),
                        login.count(),
                        alarm.failures(),
                        alarm.banned(),
                        now)
                > 0;
    }

    /** Whether a source has an alarm that nobody has acknowledged. */
    boolean isOpen(IpAddress source) throws SQLException {
        return database.number("SELECT count(*) FROM alarm WHERE source = ? AND seen_at IS NULL", source) > 0;
    }

    /** The newest first. */
    List<RecordedAlarm> newest(boolean all, int limit) throws SQLException {
        return database.list(
                "SELECT * FROM alarm" + (all ? "" : " WHERE seen_at IS NULL") + " ORDER BY id DESC LIMIT ?",
                AlarmTable::recorded,
                limit);
    }

    /** Those of sources within a prefix, the newest first. */
    List<RecordedAlarm> within(Prefix prefix, int limit) throws SQLException {
        return database.list(
                "SELECT * FROM alarm WHERE low BETWEEN ? AND ? ORDER BY id DESC LIMIT ?",
                AlarmTable::recorded,
                SortKey.first(prefix),
                SortKey.last(prefix),
                limit);
    }

    /** Marks an alarm as seen; whether there is one of this number that was not. */
    boolean acknowledge(long number, Act act) throws SQLException {
        return database.update(
                        "UPDATE alarm SET seen_who = ?, seen_at = ?, seen_why = ? WHERE id = ? AND seen_at IS NULL",
                        act.who(),
                        act.when(),
                        act.why(),
                        number)
                > 0;
    }

    private static RecordedAlarm recorded(Row row) throws SQLException {
        Login login = new Login(
                row.text("login_user"),
                row.text("method"),
                row.text("key_print"),
                row.time("first"),
                row.time("last"),
                row.count("count"));
        Alarm alarm = new Alarm(
                Alarm.Kind.valueOf(row.text("kind")),
                row.address("source"),
                row.text("minion"),
                login,
                row.number("failures"),
                row.optionalText("banned").map(Prefix::parse));
        Optional<Act> seen = row.optionalTime("seen_at").isEmpty()
                ? Optional.empty()
                : Optional.of(ActTable.act(row, "seen_who", "seen_at", "seen_why"));
        return new RecordedAlarm(row.number("id"), alarm, row.time("raised"), seen);
    }
}
