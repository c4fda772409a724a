package dev.ccproxy.usage;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code ccproxy_usage_attempt}. */
final class AttemptTable {

    /**
     * A column.
     *
     * @param type as SQL calls it
     * @param element what drivers call the type of an array's elements
     */
    private record Column<T>(
            String name,
            String type,
            String element,
            IntFunction<T[]> array,
            Function<LedgerEntry, @Nullable T> value) {

        String parameter() {
            return "CAST(? AS " + type + " ARRAY)";
        }
    }

    /** All but the node, which is the same for all attempts that are written. */
    private static final List<Column<?>> COLUMNS = List.of(
            time("started_at", record -> record.startedAt().atOffset(ZoneOffset.UTC)),
            text("client", record -> record.client().name()),
            text("team", record -> record.client().team()),
            text("session_id", record -> Texts.session(record.asked().session())),
            text("request_class", Texts.MAX_CLASS, record -> record.asked().requestClass()),
            text("route", record -> record.asked().route()),
            text("provider", UsageRecord::provider),
            text("model_asked", record -> record.asked().model()),
            text("model", UsageRecord::model),
            text("failure", record -> Objects.toString(record.failure(), "")),
            number("http_status", record -> whole(record.status())),
            number("input_tokens", record -> record.usage().inputTokens()),
            number("output_tokens", record -> record.usage().outputTokens()),
            number("cache_creation_input_tokens", record -> record.usage().cacheCreationInputTokens()),
            number("cache_creation_1h_input_tokens", record -> record.usage().cacheCreation1hInputTokens()),
            number("cache_read_input_tokens", record -> record.usage().cacheReadInputTokens()),
            number("thinking_tokens", record -> record.usage().thinkingTokens()),
            number("estimated_input_tokens", record -> record.estimate().inputTokens()),
            number("estimated_output_tokens", record -> record.estimate().outputTokens()),
            money("cost_usd", LedgerEntry::cost),
            money("estimated_cost_usd", LedgerEntry::estimatedCost),
            number("first_byte_ms", record -> millis(record.timeToFirstByte())),
            number("duration_ms", record -> millis(record.duration())),
            text("request_id", UsageRecord::requestId),
            text("provider_request_id", UsageRecord::providerRequestId),
            text("losses", Texts.MAX_LOSSES, record -> record.asked().losses()),
            flag("possibly_billed_twice", UsageRecord::again));

    /** Any number of attempts in one statement, a parameter for each column: drivers take twice as long for one for each value. */
    private static final String INSERT = "INSERT INTO ccproxy_usage_attempt (node, "
            + COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "))
            + ") SELECT CAST(? AS VARCHAR), attempt.* FROM UNNEST("
            + COLUMNS.stream().map(Column::parameter).collect(Collectors.joining(", ")) + ") AS attempt";

    private AttemptTable() {}

    static void insert(List<LedgerEntry> entries, String node, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setQueryTimeout(SqlUsageStore.UPDATE_TIMEOUT_SECONDS);
            statement.setString(1, node);
            @Nullable Object[][] values = values(entries);
            for (int column = 0; column < values.length; column++) {
                String element = COLUMNS.get(column).element();
                statement.setArray(column + 2, connection.createArrayOf(element, values[column]));
            }
            int unused = statement.executeUpdate();
        }
    }

    /**
     * Of each column, in their order. Attempt by attempt: each has long left the processor's cache, and comes back into it once
     * only.
     */
    private static @Nullable Object[][] values(List<LedgerEntry> entries) {
        @Nullable
        Object[][] values = COLUMNS.stream()
                .map(column -> column.array().apply(entries.size()))
                .toArray(Object[][]::new);
        for (int row = 0; row < entries.size(); row++) {
            LedgerEntry entry = entries.get(row);
            for (int column = 0; column < values.length; column++) {
                values[column][row] = COLUMNS.get(column).value().apply(entry);
            }
        }
        return values;
    }

    private static Column<String> text(String name, Function<UsageRecord, @Nullable String> value) {
        return text(name, Texts.MAX_NAME, value);
    }

    private static Column<String> text(String name, int max, Function<UsageRecord, @Nullable String> value) {
        return new Column<>(
                name, "VARCHAR", "varchar", String[]::new, entry -> Texts.cut(value.apply(entry.record()), max));
    }

    private static Column<Long> number(String name, Function<UsageRecord, @Nullable Long> value) {
        return new Column<>(name, "BIGINT", "int8", Long[]::new, entry -> value.apply(entry.record()));
    }

    private static Column<BigDecimal> money(String name, Function<LedgerEntry, @Nullable BigDecimal> value) {
        return new Column<>(name, "NUMERIC(38, 16)", "numeric", BigDecimal[]::new, value);
    }

    private static Column<Boolean> flag(String name, Function<UsageRecord, Boolean> value) {
        return new Column<>(name, "BOOLEAN", "bool", Boolean[]::new, entry -> value.apply(entry.record()));
    }

    private static Column<OffsetDateTime> time(String name, Function<UsageRecord, OffsetDateTime> value) {
        return new Column<>(
                name,
                "TIMESTAMP WITH TIME ZONE",
                "timestamptz",
                OffsetDateTime[]::new,
                entry -> value.apply(entry.record()));
    }

    private static @Nullable Long whole(@Nullable Integer number) {
        return number == null ? null : number.longValue();
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }
}
