package dev.ccproxy.usage;

import dev.ccproxy.messages.Usage;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the attempts of a batch, and what is to be added to the sums for them. */
record EntryWriter(Connection connection, String node, long writer) {

    private static final List<String> ATTEMPT = List.of(
            "started_at",
            "node",
            "client",
            "team",
            "session_id",
            "request_class",
            "route",
            "provider",
            "model_asked",
            "model",
            "failure",
            "http_status",
            "input_tokens",
            "output_tokens",
            "cache_creation_input_tokens",
            "cache_creation_1h_input_tokens",
            "cache_read_input_tokens",
            "thinking_tokens",
            "estimated_input_tokens",
            "estimated_output_tokens",
            "cost_usd",
            "estimated_cost_usd",
            "first_byte_ms",
            "duration_ms",
            "request_id",
            "provider_request_id",
            "losses",
            "possibly_billed_twice");

    private static final String INSERT_ATTEMPT = SumTable.insert("ccproxy_usage_attempt", ATTEMPT);

    private static final String INSERT_RECENT = SumTable.insert(
            "ccproxy_usage_recent",
            SumTable.join(List.of("writer"), SumTable.join(SumTable.RECENT_KEY, SumTable.FIGURES)));

    void write(List<LedgerEntry> entries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT_ATTEMPT)) {
            statement.setQueryTimeout(SqlUsageStore.UPDATE_TIMEOUT_SECONDS);
            for (LedgerEntry entry : entries) {
                set(statement, entry);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        recent(SumKey.sums(entries));
    }

    private void recent(Map<SumKey, UsageFigures> sums) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT_RECENT)) {
            statement.setQueryTimeout(SqlUsageStore.UPDATE_TIMEOUT_SECONDS);
            for (Map.Entry<SumKey, UsageFigures> sum : sums.entrySet()) {
                statement.setLong(1, writer);
                int column = SumTable.setRecentKey(statement, 1, sum.getKey());
                int unused = SumTable.setFigures(statement, column, sum.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void set(PreparedStatement statement, LedgerEntry entry) throws SQLException {
        UsageRecord record = entry.record();
        UsageRecord.Asked asked = record.asked();
        Usage usage = record.usage();
        Integer status = record.status();
        statement.setObject(1, record.startedAt().atOffset(ZoneOffset.UTC));
        int column = 1;
        for (String text : List.of(
                node,
                record.client().name(),
                Texts.cut(record.client().team(), Texts.MAX_NAME),
                Texts.session(asked.session()),
                Texts.cut(asked.requestClass(), Texts.MAX_CLASS),
                asked.route(),
                record.provider(),
                Texts.cut(asked.model(), Texts.MAX_NAME),
                Texts.cut(record.model(), Texts.MAX_NAME),
                record.failure() == null ? "" : record.failure().toString())) {
            statement.setString(++column, text);
        }
        set(statement, ++column, status == null ? null : status.longValue(), Types.INTEGER);
        set(statement, ++column, usage.inputTokens(), Types.BIGINT);
        set(statement, ++column, usage.outputTokens(), Types.BIGINT);
        set(statement, ++column, usage.cacheCreationInputTokens(), Types.BIGINT);
        set(statement, ++column, usage.cacheCreation1hInputTokens(), Types.BIGINT);
        set(statement, ++column, usage.cacheReadInputTokens(), Types.BIGINT);
        set(statement, ++column, usage.thinkingTokens(), Types.BIGINT);
        statement.setLong(++column, record.estimate().inputTokens());
        statement.setLong(++column, record.estimate().outputTokens());
        set(statement, ++column, entry.cost());
        set(statement, ++column, entry.estimatedCost());
        Duration firstByte = record.timeToFirstByte();
        set(statement, ++column, firstByte == null ? null : firstByte.toMillis(), Types.BIGINT);
        statement.setLong(++column, record.duration().toMillis());
        statement.setString(++column, Texts.cut(record.requestId(), Texts.MAX_NAME));
        statement.setString(++column, Texts.cut(record.providerRequestId(), Texts.MAX_NAME));
        statement.setString(++column, Texts.cut(asked.losses(), Texts.MAX_LOSSES));
        statement.setBoolean(++column, record.again());
    }

    private static void set(PreparedStatement statement, int column, @Nullable Long number, int type)
            throws SQLException {
        if (number == null) {
            statement.setNull(column, type);
        } else {
            statement.setLong(column, number);
        }
    }

    private static void set(PreparedStatement statement, int column, @Nullable BigDecimal money) throws SQLException {
        if (money == null) {
            statement.setNull(column, Types.NUMERIC);
        } else {
            statement.setBigDecimal(column, money);
        }
    }
}
