package dev.ccproxy.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns of the table of buckets, in one order: first what changes, then the key. */
final class BucketColumns {

    private static final String CHANGING =
            "up, degraded, down, checks, checks_down, dns_count, dns_sum, connect_count, connect_sum, tls_count, tls_sum,"
                    + " first_byte_count, first_byte_sum, total_count, total_sum, total_max, attempts, failures,"
                    + " attempt_first_byte_count, attempt_first_byte_sum";

    static final String NAMES = CHANGING + ", length, begins_at, provider, watch";

    static final String UPDATE = "UPDATE ccproxy_bucket SET " + CHANGING.replace(",", " = ?,")
            + " = ? WHERE length = ? AND begins_at = ? AND provider = ? AND watch = ?";

    static final String INSERT = "INSERT INTO ccproxy_bucket (" + NAMES + ") VALUES (?"
            + ", ?".repeat((int) NAMES.chars().filter(c -> c == ',').count()) + ")";

    private BucketColumns() {}

    static Bucket read(ResultSet row) throws SQLException {
        String failures = row.getString(18);
        Figures figures = new Figures(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                new Figures.Checks(
                        row.getLong(4),
                        row.getLong(5),
                        phase(row, 6),
                        phase(row, 8),
                        phase(row, 10),
                        phase(row, 12),
                        phase(row, 14),
                        row.getLong(16)),
                new Traffic(row.getLong(17), Traffic.failuresOf(failures == null ? "" : failures), phase(row, 19)));
        Bucket.Key key = new Bucket.Key(row.getLong(24), Step.of(row.getInt(21)), row.getInt(22), row.getString(23));
        return new Bucket(key, figures);
    }

    private static Phase phase(ResultSet row, int column) throws SQLException {
        return new Phase(row.getLong(column), row.getLong(column + 1));
    }

    /** For an update and an insert alike. */
    static void write(PreparedStatement statement, Bucket bucket) throws SQLException {
        Figures figures = bucket.figures();
        Figures.Checks checks = figures.checks();
        statement.setLong(1, figures.up());
        statement.setLong(2, figures.degraded());
        statement.setLong(3, figures.down());
        statement.setLong(4, checks.count());
        statement.setLong(5, checks.down());
        phase(statement, 6, checks.dns());
        phase(statement, 8, checks.connect());
        phase(statement, 10, checks.tls());
        phase(statement, 12, checks.firstByte());
        phase(statement, 14, checks.total());
        statement.setLong(16, checks.maxMicros());
        statement.setLong(17, figures.traffic().attempts());
        statement.setString(18, figures.traffic().failuresAsText());
        phase(statement, 19, figures.traffic().firstByte());
        statement.setInt(21, bucket.key().step().minutes());
        statement.setInt(22, bucket.key().begin());
        statement.setString(23, bucket.key().provider());
        statement.setLong(24, bucket.key().watch());
    }

    private static void phase(PreparedStatement statement, int column, Phase phase) throws SQLException {
        statement.setLong(column, phase.count());
        statement.setLong(column + 1, phase.micros());
    }
}
