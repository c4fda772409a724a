package dev.ccproxy.history;

import dev.ccproxy.database.Database;
import dev.ccproxy.monitor.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps rows in a database. Its SQL is what PostgreSQL and H2 have in common. */
final class SqlStore implements HistoryStore {

    /** A query that takes longer is given up, and is an error. */
    private static final int QUERY_TIMEOUT_SECONDS = 5;

    /** The same of what changes rows: a database that waits for a lock would keep what a closed connection has left behind. */
    static final int UPDATE_TIMEOUT_SECONDS = 10;

    /** How much a flapping provider can fill. */
    private static final int MAX_PERIODS = 200_000;

    private static final Duration PERIODS_KEPT = Step.DAY.kept();

    /** What rounds an instant up to a whole minute. */
    private static final Duration UP_TO_A_MINUTE = Duration.ofMinutes(1).minusNanos(1);

    private static final String PERIODS =
            "SELECT p.watch, p.number, p.provider, p.state, p.reason, p.detail, p.began_at, p.ended_at, p.down_since"
                    + " FROM ccproxy_period p JOIN ccproxy_watch w ON w.id = p.watch";

    private static final String ANNOTATIONS = "SELECT a.watch, a.number, a.happened_at, a.kind, a.note"
            + " FROM ccproxy_annotation a JOIN ccproxy_watch w ON w.id = a.watch";

    private final Database database;

    SqlStore(Database database) {
        this.database = database;
    }

    @Override
    public String storage() {
        return database.storage();
    }

    @Override
    public void write(List<? extends Row> rows) throws SQLException {
        database.inTransaction(connection -> {
            new RowWriter(connection).write(rows);
            return true;
        });
    }

    @Override
    public List<String> changedSettings(String node, Map<String, String> settings) throws SQLException {
        Map<String, String> before = new TreeMap<>();
        query(
                "SELECT name, digest FROM ccproxy_setting",
                new Conditions().and("node = ?", node),
                "",
                row -> before.put(row.getString(1), row.getString(2)));
        Set<String> names = new TreeSet<>(settings.keySet());
        names.addAll(before.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), settings.get(name)));
        return before.isEmpty() ? List.of() : List.copyOf(names);
    }

    @Override
    public void keepSettings(String node, Map<String, String> settings) throws SQLException {
        database.inTransaction(connection -> {
            new RowWriter(connection).write(node, settings);
            return true;
        });
    }

    @Override
    public void prune(Instant now) throws SQLException {
        database.inTransaction(connection -> {
            for (Step step : Step.values()) {
                update(
                        connection,
                        "DELETE FROM ccproxy_bucket WHERE length = ? AND begins_at < ?",
                        step.minutes(),
                        step.begin(now.minus(step.kept())));
            }
            long oldest = now.minus(PERIODS_KEPT).toEpochMilli();
            update(connection, "DELETE FROM ccproxy_period WHERE began_at < ?", oldest);
            update(
                    connection,
                    "DELETE FROM ccproxy_period WHERE began_at < (SELECT began_at FROM ccproxy_period"
                            + " ORDER BY began_at DESC OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY)",
                    MAX_PERIODS);
            update(connection, "DELETE FROM ccproxy_annotation WHERE happened_at < ?", oldest);
            update(connection, "DELETE FROM ccproxy_watch WHERE seen_until < ?", oldest);
            return true;
        });
    }

    private static void update(Connection connection, String sql, long... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(UPDATE_TIMEOUT_SECONDS);
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** Makes a value of the present row. */
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Conditions where, String order, Reader<T> reader) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql + where + order)) {
                statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
                for (int i = 0; i < where.values().size(); i++) {
                    statement.setObject(i + 1, where.values().get(i));
                }
                List<T> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(reader.read(rows));
                    }
                }
                return found;
            }
        });
    }

    @Override
    public List<Watch> watches(Instant since) throws SQLException {
        return query(
                "SELECT id, node, number, continues, began_at, seen_until FROM ccproxy_watch",
                new Conditions().and("seen_until >= ?", since.toEpochMilli()),
                " ORDER BY node, number",
                row -> new Watch(
                        row.getLong(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getBoolean(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6))));
    }

    @Override
    public List<Period> periods(Scope scope) throws SQLException {
        long from = scope.from().toEpochMilli();
        // Two queries, because no index serves both. One that ends meanwhile is in both, and has ended.
        Map<Object, Period> periods = new LinkedHashMap<>();
        Conditions open = new Conditions().and("p.ended_at IS NULL").and("w.seen_until >= ?", from);
        periods(scope, open).forEach(period -> periods.put(period.key(), period));
        periods(scope, new Conditions().and("p.ended_at >= ?", from))
                .forEach(period -> periods.put(period.key(), period));
        return List.copyOf(periods.values());
    }

    private List<Period> periods(Scope scope, Conditions where) throws SQLException {
        return query(
                PERIODS,
                where.and("p.began_at < ?", scope.to().toEpochMilli())
                        .and("p.provider = ?", scope.provider())
                        .and("w.node = ?", scope.node()),
                " ORDER BY p.ended_at DESC FETCH FIRST " + Scope.MAX_ROWS + " ROWS ONLY",
                row -> new Period(
                        row.getLong(1),
                        row.getInt(2),
                        row.getString(3),
                        State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                        row.getString(5),
                        row.getString(6),
                        Instant.ofEpochMilli(row.getLong(7)),
                        instant(row, 8),
                        instant(row, 9)));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public List<Bucket> buckets(Step step, Scope scope) throws SQLException {
        return query(
                "SELECT " + BucketColumns.NAMES + " FROM ccproxy_bucket",
                in(step, scope),
                " ORDER BY begins_at",
                BucketColumns::read);
    }

    @Override
    public Map<String, Figures> times(Step step, Scope scope) throws SQLException {
        Map<String, Figures> times = new TreeMap<>();
        query(
                "SELECT provider, SUM(up), SUM(degraded), SUM(down) FROM ccproxy_bucket",
                in(step, scope),
                " GROUP BY provider",
                row -> times.put(
                        row.getString(1),
                        new Figures(
                                row.getLong(2), row.getLong(3), row.getLong(4), Figures.Checks.NONE, Traffic.NONE)));
        return times;
    }

    /** Buckets that have begun before the first instant of a scope are not in it. */
    private static Conditions in(Step step, Scope scope) {
        return new Conditions()
                .and("length = ?", step.minutes())
                .and("provider = ?", scope.provider())
                .and("begins_at >= ?", Step.MINUTE.begin(scope.from().plus(UP_TO_A_MINUTE)))
                .and("begins_at < ?", Step.MINUTE.begin(scope.to().plus(UP_TO_A_MINUTE)))
                .and("watch IN (SELECT id FROM ccproxy_watch WHERE node = ?)", scope.node());
    }

    @Override
    public List<Annotation> annotations(Scope scope) throws SQLException {
        return query(
                ANNOTATIONS,
                new Conditions()
                        .and("a.happened_at < ?", scope.to().toEpochMilli())
                        .and("a.happened_at >= ?", scope.from().toEpochMilli())
                        .and("w.node = ?", scope.node()),
                " ORDER BY a.happened_at DESC FETCH FIRST " + Scope.MAX_ROWS + " ROWS ONLY",
                row -> new Annotation(
                        row.getLong(1),
                        row.getInt(2),
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getString(4),
                        row.getString(5)));
    }
}
