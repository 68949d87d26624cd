package net.saltban.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import net.saltban.durable.AtomicFile;
import org.sqlite.SQLiteConfig;

/**
 * The file {@code evidence.db}: an SQLite database whose application id is {@code SBan} and whose user version is that of
 * the schema.
 *
 * <p>It is made beside its place and renamed into it, so that an empty or half-made file there is never a new store but a
 * damaged one: an empty store would mean an empty ban list on every minion. Damage, another application's database and a
 * newer schema are refused, and nothing is changed.
 */
final class DatabaseFile {
    static final String NAME = "evidence.db";

    /** The schema that this program knows; {@code schema-N.sql} leads to each from the one before. */
    static final int SCHEMA = 1;

    private static final int APPLICATION_ID = 0x5342616e;
    private static final int BUSY_MILLIS = 30_000;
    private static final String MODE = "rw-r-----";

    private final Path file;

    DatabaseFile(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /** Opens it, and makes it if there is none. */
    Database open() throws StoreException {
        unpackDriver();
        if (Files.notExists(file)) {
            make();
        }
        Connection connection = connect(file);
        try {
            check(connection);
            return new Database(file, connection);
        } catch (SQLException e) {
            throw closed(connection, StoreFaults.explain(file, e));
        } catch (StoreException e) {
            throw closed(connection, e);
        }
    }

    private static StoreException closed(Connection connection, StoreException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private void unpackDriver() throws StoreException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        if (!Files.isDirectory(folder)) {
            throw new StoreException(folder + ": there is no such folder; make it, or set state-dir");
        }
        try {
            NativeLibrary.unpackInto(folder);
        } catch (IOException e) {
            throw new StoreException(
                    folder + ": cannot be written (" + e.getMessage() + "); run as the user that owns it", e);
        }
    }

    private void make() throws StoreException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            Path fresh = Files.createTempFile(
                    folder,
                    "." + NAME,
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE)));
            try {
                try (Connection connection = connect(fresh)) {
                    fill(connection);
                }
                // A link is refused where there is a file by now: another process was faster, and its store is as new.
                Files.createLink(file, fresh);
                AtomicFile.syncFolder(folder);
            } catch (FileAlreadyExistsException e) {
                return;
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException | SQLException e) {
            throw new StoreException(
                    file + ": cannot make the database (" + e.getMessage() + "); run as the user that owns its folder",
                    e);
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("BEGIN IMMEDIATE");
            raise(statement, 0);
            statement.execute("INSERT INTO meta (name, value) VALUES ('list', '" + UUID.randomUUID() + "')");
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            statement.execute("COMMIT");
        }
    }

    private static void raise(Statement statement, int from) throws SQLException {
        for (int version = from + 1; version <= SCHEMA; version++) {
            for (String sql : schema(version)) {
                statement.execute(sql);
            }
        }
        statement.execute("PRAGMA user_version = " + SCHEMA);
    }

    private static Connection connect(Path path) throws StoreException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        try {
            return config.createConnection("jdbc:sqlite:" + path.toAbsolutePath());
        } catch (SQLException e) {
            throw StoreFaults.explain(path, e);
        }
    }

    private void check(Connection connection) throws SQLException, StoreException {
        try (Statement statement = connection.createStatement()) {
            long application = number(statement, "PRAGMA application_id");
            long version = number(statement, "PRAGMA user_version");
            if (isEmpty() || application == 0 && number(statement, "SELECT count(*) FROM sqlite_master") == 0) {
                throw new StoreException(file + ": " + StoreFaults.damaged(file, "it is empty"));
            }
            if (application != APPLICATION_ID) {
                throw new StoreException(file + ": the database belongs to another program (application id "
                        + application + "); move it away, or set state-dir to another folder");
            }
            if (version > SCHEMA) {
                throw new StoreException(file + ": a newer saltban wrote the database (schema " + version
                        + "; this one knows up to " + SCHEMA + "); use the newer one");
            }
            // Reads each page once; some 300 MB a second from the page cache.
            try (ResultSet results = statement.executeQuery("PRAGMA quick_check(1)")) {
                String verdict = results.next() ? results.getString(1) : "no answer";
                if (!"ok".equals(verdict)) {
                    throw new StoreException(file + ": " + StoreFaults.damaged(file, verdict));
                }
            }
            if (version < SCHEMA) {
                statement.execute("BEGIN IMMEDIATE");
                raise(statement, (int) number(statement, "PRAGMA user_version")); // another process may have by now
                statement.execute("COMMIT");
            }
        }
    }

    private boolean isEmpty() throws StoreException {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet results = statement.executeQuery(sql)) {
            return results.next() ? results.getLong(1) : 0;
        }
    }

    private static List<String> schema(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream in = Objects.requireNonNull(DatabaseFile.class.getResourceAsStream(name), name)) {
            List<String> statements = new ArrayList<>();
            for (String part : new String(in.readAllBytes(), StandardCharsets.UTF_8).split(";\n", -1)) {
                if (!part.isBlank()) {
                    statements.add(part);
                }
            }
            return statements;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it lies in our own jar
        }
    }
}
