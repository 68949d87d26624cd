package net.saltban.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.policy.Resolution;

/** The present row of a result, with columns by name. */
final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    String text(String column) throws SQLException {
        return optionalText(column).orElseThrow(() -> new SQLException("column " + column + " is empty"));
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(results.getString(column));
    }

    long number(String column) throws SQLException {
        return results.getLong(column);
    }

    int count(String column) throws SQLException {
        return (int) Math.min(results.getLong(column), Integer.MAX_VALUE);
    }

    boolean flag(String column) throws SQLException {
        return results.getLong(column) != 0;
    }

    Instant time(String column) throws SQLException {
        return Micros.toInstant(results.getLong(column));
    }

    Optional<Instant> optionalTime(String column) throws SQLException {
        long micros = results.getLong(column);
        return results.wasNull() ? Optional.empty() : Optional.of(Micros.toInstant(micros));
    }

    Resolution resolution(String column) throws SQLException {
        long minutes = results.getLong(column);
        for (Resolution resolution : Resolution.values()) {
            if (resolution.span().toMinutes() == minutes) {
                return resolution;
            }
        }
        throw new SQLException("column " + column + " is " + minutes + "; use 1, 60 or 1440");
    }

    Prefix prefix(String column) throws SQLException {
        return Prefix.parse(text(column));
    }

    IpAddress address(String column) throws SQLException {
        return IpAddress.parse(text(column));
    }
}
