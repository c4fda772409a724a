package dev.ccproxy.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Brings the schema up to date, by numbered files of SQL, which are never changed once they are released. Each is a list
 * of statements that end with a semicolon at a line's end. A statement may run a second time after a crash, because H2
 * commits each of them by itself: {@code IF NOT EXISTS}.
 */
final class Migrations {

    /** In the order of their versions, from 1. */
    private static final List<String> FILES = List.of("1-history.sql", "2-usage.sql");

    private static final String CREATE =
            "CREATE TABLE IF NOT EXISTS ccproxy_schema" + " (id INT PRIMARY KEY, version INT NOT NULL)";

    private Migrations() {}

    /** The version that this program knows. */
    static int known() {
        return FILES.size();
    }

    /** Of several programs that start at once, one does it, and the others wait for it. */
    static void apply(Connection connection) throws SQLException {
        createTable(connection);
        try (Statement statement = connection.createStatement()) {
            int version = version(statement, " FOR UPDATE");
            if (version > known()) {
                throw new UnusableException(
                        "its schema has version " + version + ", of a newer CCProxy, and this one knows version "
                                + known() + "; use the newer one, or another database",
                        null);
            }
            for (int next = version; next < known(); next++) {
                for (String sql : statements(FILES.get(next))) {
                    statement.execute(sql);
                }
                statement.execute("UPDATE ccproxy_schema SET version = " + (next + 1));
            }
        }
    }

    private static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
            if (version(statement, "") < 0) {
                statement.execute("INSERT INTO ccproxy_schema VALUES (1, 0)");
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!isThere(connection, e)) {
                throw e;
            }
        }
    }

    /** PostgreSQL refuses to make it to all but one of those that do so at the same time, and to whom may not make any. */
    private static boolean isThere(Connection connection, SQLException refusal) {
        try (Statement statement = connection.createStatement()) {
            return version(statement, "") >= 0;
        } catch (SQLException e) {
            refusal.addSuppressed(e);
            return false;
        }
    }

    /** -1 without a row. */
    private static int version(Statement statement, String suffix) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT version FROM ccproxy_schema WHERE id = 1" + suffix)) {
            return row.next() ? row.getInt(1) : -1;
        }
    }

    private static List<String> statements(String file) {
        try (InputStream stream = Objects.requireNonNull(Migrations.class.getResourceAsStream(file), file)) {
            return Stream.of(new String(stream.readAllBytes(), UTF_8).split(";\\s*\n"))
                    .filter(sql -> !sql.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
