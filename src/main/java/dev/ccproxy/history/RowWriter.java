package dev.ccproxy.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes rows: those that are there change, the others are new. Only their own node writes them. */
record RowWriter(Connection connection) {

    private static final String UPDATE_WATCH = "UPDATE ccproxy_watch SET seen_until = ? WHERE id = ?";

    private static final String INSERT_WATCH =
            "INSERT INTO ccproxy_watch (seen_until, id, node, continues, began_at, number)"
                    + " SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS VARCHAR(100)), CAST(? AS BOOLEAN),"
                    + " CAST(? AS BIGINT), COALESCE(MAX(number), 0) + 1 FROM ccproxy_watch WHERE node = ?";

    private static final String UPDATE_PERIOD = "UPDATE ccproxy_period SET ended_at = ? WHERE watch = ? AND number = ?";

    private static final String INSERT_PERIOD = "INSERT INTO ccproxy_period"
            + " (ended_at, watch, number, provider, state, reason, detail, began_at, down_since)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** Changes nothing, and tells whether it is there. */
    private static final String UPDATE_ANNOTATION =
            "UPDATE ccproxy_annotation SET number = number WHERE watch = ? AND number = ?";

    private static final String INSERT_ANNOTATION =
            "INSERT INTO ccproxy_annotation (watch, number, happened_at, kind, note) VALUES (?, ?, ?, ?, ?)";

    private static final int MAX_TEXT = 300;
    private static final int MAX_NOTE = 1000;

    /** Sets the values of a row, of which an update needs the first ones. */
    private interface Values<R> {
        void set(PreparedStatement statement, R row, boolean insert) throws SQLException;
    }

    void write(List<? extends Row> rows) throws SQLException {
        write(rows, Watch.class, UPDATE_WATCH, INSERT_WATCH, RowWriter::set);
        write(rows, Period.class, UPDATE_PERIOD, INSERT_PERIOD, RowWriter::set);
        write(
                rows,
                Bucket.class,
                BucketColumns.UPDATE,
                BucketColumns.INSERT,
                (statement, bucket, insert) -> BucketColumns.write(statement, bucket));
        write(rows, Annotation.class, UPDATE_ANNOTATION, INSERT_ANNOTATION, RowWriter::set);
    }

    /** The settings of a node, in place of those that were there. */
    void write(String node, Map<String, String> settings) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM ccproxy_setting WHERE node = ?")) {
            delete.setString(1, node);
            delete.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO ccproxy_setting (node, name, digest) VALUES (?, ?, ?)")) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                insert.setString(1, node);
                insert.setString(2, setting.getKey());
                insert.setString(3, setting.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private <R extends Row> void write(
            List<? extends Row> rows, Class<R> type, String update, String insert, Values<R> values)
            throws SQLException {
        List<R> ofType = rows.stream().filter(type::isInstance).map(type::cast).toList();
        if (ofType.isEmpty()) {
            return;
        }
        List<R> missing = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setQueryTimeout(SqlStore.UPDATE_TIMEOUT_SECONDS);
            for (R row : ofType) {
                values.set(statement, row, false);
                statement.addBatch();
            }
            int[] updated = statement.executeBatch();
            for (int i = 0; i < updated.length; i++) {
                if (updated[i] == 0) {
                    missing.add(ofType.get(i));
                }
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setQueryTimeout(SqlStore.UPDATE_TIMEOUT_SECONDS);
            for (R row : missing) {
                values.set(statement, row, true);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void set(PreparedStatement statement, Watch watch, boolean insert) throws SQLException {
        statement.setLong(1, watch.seenUntil().toEpochMilli());
        statement.setLong(2, watch.id());
        if (insert) {
            statement.setString(3, watch.node());
            statement.setBoolean(4, watch.continues());
            statement.setLong(5, watch.beganAt().toEpochMilli());
            statement.setString(6, watch.node());
        }
    }

    private static void set(PreparedStatement statement, Period period, boolean insert) throws SQLException {
        set(statement, 1, period.endedAt());
        statement.setLong(2, period.watch());
        statement.setInt(3, period.number());
        if (insert) {
            statement.setString(4, period.provider());
            statement.setString(5, period.state().toString());
            statement.setString(6, period.reason());
            statement.setString(7, cut(period.detail(), MAX_TEXT));
            statement.setLong(8, period.beganAt().toEpochMilli());
            set(statement, 9, period.downSince());
        }
    }

    private static void set(PreparedStatement statement, Annotation annotation, boolean insert) throws SQLException {
        statement.setLong(1, annotation.watch());
        statement.setInt(2, annotation.number());
        if (insert) {
            statement.setLong(3, annotation.happenedAt().toEpochMilli());
            statement.setString(4, annotation.kind());
            statement.setString(5, cut(annotation.note(), MAX_NOTE));
        }
    }

    private static void set(PreparedStatement statement, int column, @Nullable Instant instant) throws SQLException {
        if (instant == null) {
            statement.setNull(column, Types.BIGINT);
        } else {
            statement.setLong(column, instant.toEpochMilli());
        }
    }

    /** Without half a character at the end, and without NUL, which PostgreSQL refuses. */
    private static @Nullable String cut(@Nullable String text, int max) {
        if (text == null) {
            return null;
        }
        String clean = text.replace("\0", "");
        if (clean.length() <= max) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(max - 1)) ? max - 1 : max);
    }
}
