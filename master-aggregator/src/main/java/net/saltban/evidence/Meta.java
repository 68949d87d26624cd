package net.saltban.evidence;

import java.sql.SQLException;
import java.util.Optional;

/** Single values of the store, by name. */
final class Meta {
    /** Id of the list. */
    static final String LIST = "list";

    /** Generation last given out. */
    static final String GENERATION = "generation";

    /** Whether bans are carried out. */
    static final String MODE = "mode";

    /** The settings that the last decisions were made by. */
    static final String SETTINGS = "settings";

    /** The last number given to a touched source. */
    static final String TOUCHED = "touched";

    /** The key of the marks that stand for user names. */
    static final String NAME_KEY = "name-key";

    private Meta() {}

    static Optional<String> get(Database database, String name) throws SQLException {
        return database.first("SELECT value FROM meta WHERE name = ?", row -> row.text("value"), name);
    }

    static long number(Database database, String name) throws SQLException {
        return get(database, name).map(Long::parseLong).orElse(0L);
    }

    static void put(Database database, String name, String value) throws SQLException {
        database.update(
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                name,
                value);
    }
}
