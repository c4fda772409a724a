package dev.ccproxy.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Writes the attempts of a batch, and what is to be added to the sums for them. */
record EntryWriter(Connection connection, String node, long writer) {

    private static final String INSERT_RECENT = SumTable.insert(
            "ccproxy_usage_recent",
            SumTable.join(List.of("writer"), SumTable.join(SumTable.RECENT_KEY, SumTable.FIGURES)));

    void write(List<LedgerEntry> entries) throws SQLException {
        AttemptTable.insert(entries, node, connection);
        try (PreparedStatement statement = connection.prepareStatement(INSERT_RECENT)) {
            statement.setQueryTimeout(SqlUsageStore.UPDATE_TIMEOUT_SECONDS);
            for (Map.Entry<SumKey, UsageFigures> sum : SumKey.sums(entries).entrySet()) {
                statement.setLong(1, writer);
                int column = SumTable.setRecentKey(statement, 1, sum.getKey());
                int unused = SumTable.setFigures(statement, column, sum.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
