package dev.ccproxy.usage;

import dev.ccproxy.messages.Usage;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes attempts, and adds them to the sums of their node. */
record EntryWriter(Connection connection, String node) {

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

    private static final List<String> KEY =
            List.of("unit", "begins_on", "client", "team", "session_id", "provider", "model", "route", "node");

    private static final List<String> SUMS = sums();

    private static final String INSERT_ATTEMPT = insert("ccproxy_usage_attempt", ATTEMPT);

    private static final String INSERT_SUM = insert("ccproxy_usage_sum", join(SUMS, KEY));

    private static final String UPDATE_SUM = "UPDATE ccproxy_usage_sum SET "
            + SUMS.stream().map(name -> name + " = " + name + " + ?").collect(Collectors.joining(", "))
            + " WHERE "
            + KEY.stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "));

    private static List<String> sums() {
        return join(Measure.NAMES, List.of("cost_usd", "estimated_cost_usd"));
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static String insert(String table, List<String> columns) {
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + columns.stream().map(name -> "?").collect(Collectors.joining(", ")) + ")";
    }

    void write(List<LedgerEntry> entries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT_ATTEMPT)) {
            statement.setQueryTimeout(SqlUsageStore.UPDATE_TIMEOUT_SECONDS);
            for (LedgerEntry entry : entries) {
                set(statement, entry);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        add(SumKey.sums(entries));
    }

    private void add(Map<SumKey, UsageFigures> sums) throws SQLException {
        List<Map.Entry<SumKey, UsageFigures>> all = List.copyOf(sums.entrySet());
        List<Map.Entry<SumKey, UsageFigures>> missing = new ArrayList<>();
        int[] updated = run(UPDATE_SUM, all);
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(all.get(i));
            }
        }
        if (!missing.isEmpty()) {
            int[] unused = run(INSERT_SUM, missing);
        }
    }

    private int[] run(String sql, List<Map.Entry<SumKey, UsageFigures>> sums) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(SqlUsageStore.UPDATE_TIMEOUT_SECONDS);
            for (Map.Entry<SumKey, UsageFigures> sum : sums) {
                int column = 0;
                for (long count : sum.getValue().counts()) {
                    statement.setLong(++column, count);
                }
                statement.setBigDecimal(++column, sum.getValue().cost());
                statement.setBigDecimal(++column, sum.getValue().estimatedCost());
                set(statement, column, sum.getKey());
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private void set(PreparedStatement statement, int before, SumKey key) throws SQLException {
        int column = before;
        statement.setString(++column, key.unit().toString());
        statement.setObject(++column, key.beginsOn());
        for (String text :
                List.of(key.client(), key.team(), key.session(), key.provider(), key.model(), key.route(), node)) {
            statement.setString(++column, text);
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
