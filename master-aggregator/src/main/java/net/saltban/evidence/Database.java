package net.saltban.evidence;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.saltban.policy.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * A connection with transactions. One thread at a time is inside; SQL is constant text, and every value a parameter.
 */
final class Database implements AutoCloseable {
    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Row row) throws SQLException;
    }

    /** Runs something that writes: all of it happens, or nothing. */
    <T> T write(Work<T> work) throws StoreException {
        // Takes the write lock at once, so that no other writer comes between what is read and what is written.
        return transaction("BEGIN IMMEDIATE", work);
    }

    /** Runs something that reads, on one state of the database. */
    <T> T read(Work<T> work) throws StoreException {
        return transaction("BEGIN", work);
    }

    private synchronized <T> T transaction(String begin, Work<T> work) throws StoreException {
        try {
            execute(begin);
            T result = work.run();
            execute("COMMIT");
            return result;
        } catch (SQLException e) {
            rollBack(e);
            throw StoreFaults.explain(file, e);
        } catch (RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    /**
     * The failure that led here is the one to report: often the database has rolled back by itself, and says so. The driver
     * does not run a statement again that has failed, so that all are made anew.
     */
    private void rollBack(Exception first) {
        try {
            closeStatements();
            execute("ROLLBACK");
        } catch (SQLException e) {
            first.addSuppressed(e);
        }
    }

    private void closeStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement; the number of rows that it changed. */
    int update(String sql, Object... values) throws SQLException {
        return bind(sql, values).executeUpdate();
    }

    /** All rows of a query. */
    <T> List<T> list(String sql, Reading<T> reading, Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet results = bind(sql, values).executeQuery()) {
            Row row = new Row(results);
            while (results.next()) {
                rows.add(reading.read(row));
            }
        }
        return rows;
    }

    /** The first row of a query. */
    <T> Optional<T> first(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (ResultSet results = bind(sql, values).executeQuery()) {
            return results.next() ? Optional.of(reading.read(new Row(results))) : Optional.empty();
        }
    }

    /** The only number that a query gives. */
    long number(String sql, Object... values) throws SQLException {
        try (ResultSet results = bind(sql, values).executeQuery()) {
            return results.next() ? results.getLong(1) : 0;
        }
    }

    private PreparedStatement bind(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, toColumn(values[i]));
        }
        return statement;
    }

    private static @Nullable Object toColumn(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? toColumn(optional.get()) : null;
        }
        if (value instanceof Instant time) {
            return Micros.of(time);
        }
        if (value instanceof Resolution resolution) {
            return resolution.span().toMinutes();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value instanceof Number ? value : value.toString();
    }

    @Override
    public synchronized void close() throws StoreException {
        try {
            closeStatements();
            connection.close();
        } catch (SQLException e) {
            throw StoreFaults.explain(file, e);
        }
    }
}
