package dev.ccproxy.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Moves what batches have left in {@code ccproxy_usage_recent} into the sums of all units. Within a transaction, so that
 * every attempt is always in one of the two and never in both.
 */
record SumAdder(Connection connection) {

    /** So many rows at once are added within a second. */
    private static final int MAX_ROWS = 10_000;

    /** A program that has written nothing for so long may have ended, and others do it for it. */
    private static final Duration LEFT_AFTER = Duration.ofMinutes(1);

    private static final String FIND_LEFT =
            "SELECT MIN(r.writer) FROM ccproxy_usage_recent r JOIN ccproxy_usage_writer w"
                    + " ON w.id = r.writer WHERE r.writer <> ? AND w.written_at < ?";

    private static final String FIND_NODE = "SELECT node FROM ccproxy_usage_writer WHERE id = ? FOR UPDATE";

    private static final String FIND = "SELECT id, " + String.join(", ", SumTable.RECENT_KEY) + ", "
            + String.join(", ", SumTable.FIGURES)
            + " FROM ccproxy_usage_recent WHERE writer = ? ORDER BY id FETCH FIRST ? ROWS ONLY";

    private static final String DELETE = "DELETE FROM ccproxy_usage_recent WHERE writer = ? AND id <= ?";

    private static final String INSERT =
            SumTable.insert("ccproxy_usage_sum", SumTable.join(SumTable.FIGURES, SumTable.KEY));

    private static final String UPDATE = "UPDATE ccproxy_usage_sum SET "
            + SumTable.FIGURES.stream()
                    .map(name -> name + " = " + name + " + ?")
                    .collect(Collectors.joining(", "))
            + " WHERE " + SumTable.KEY.stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "));

    /**
     * Does so for some rows of this program, or, if it has none, of one that has ended.
     *
     * @return whether there may be more
     */
    boolean run(long writer) throws SQLException {
        if (addUp(writer)) {
            return true;
        }
        Long left = left(writer);
        return left != null && addUp(left);
    }

    private @Nullable Long left(long writer) throws SQLException {
        try (PreparedStatement statement = prepare(FIND_LEFT)) {
            statement.setLong(1, writer);
            statement.setObject(2, OffsetDateTime.now(ZoneOffset.UTC).minus(LEFT_AFTER));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long found = row.getLong(1);
                return row.wasNull() ? null : found;
            }
        }
    }

    /** Whether there was something. Until the transaction ends, neither is this writer's next batch written. */
    private boolean addUp(long writer) throws SQLException {
        String node = node(writer);
        if (node == null) {
            return false;
        }
        Map<SumKey, UsageFigures> sums = new HashMap<>();
        long last = -1;
        try (PreparedStatement statement = prepare(FIND)) {
            statement.setLong(1, writer);
            statement.setInt(2, MAX_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    int figures = 2 + SumTable.RECENT_KEY.size();
                    sums.merge(SumTable.recentKey(rows, 2), SumTable.figures(rows, figures), UsageFigures::plus);
                }
            }
        }
        if (sums.isEmpty()) {
            return false;
        }
        add(SumKey.ofAllUnits(sums), node);
        try (PreparedStatement statement = prepare(DELETE)) {
            statement.setLong(1, writer);
            statement.setLong(2, last);
            int unused = statement.executeUpdate();
        }
        return true;
    }

    private @Nullable String node(long writer) throws SQLException {
        try (PreparedStatement statement = prepare(FIND_NODE)) {
            statement.setLong(1, writer);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    void add(Map<SumKey, UsageFigures> sums, String node) throws SQLException {
        List<Map.Entry<SumKey, UsageFigures>> all = List.copyOf(sums.entrySet());
        List<Map.Entry<SumKey, UsageFigures>> missing = new ArrayList<>();
        int[] updated = run(UPDATE, all, node);
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(all.get(i));
            }
        }
        if (!missing.isEmpty()) {
            int[] unused = run(INSERT, missing, node);
        }
    }

    private int[] run(String sql, List<Map.Entry<SumKey, UsageFigures>> sums, String node) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            for (Map.Entry<SumKey, UsageFigures> sum : sums) {
                int column = SumTable.setFigures(statement, 0, sum.getValue());
                SumTable.setKey(statement, column, sum.getKey(), node);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(SqlUsageStore.UPDATE_TIMEOUT_SECONDS);
        return statement;
    }
}
