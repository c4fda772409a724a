package dev.ccproxy.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Reads sums: those that are there, and what is still to be added to them. In one snapshot of the database, because rows
 * move from one to the other meanwhile; and not in one statement, because H2 would copy all rows first.
 */
record SumReader(Connection connection, UsageQuery query) {

    /** A query that takes longer is given up, and is an error. */
    private static final int TIMEOUT_SECONDS = 5;

    /** One more than a response may have, so that it is known that there are more. */
    private static final int MAX_ROWS = UsageQuery.MAX_ROWS + 1;

    private static final String COUNT_SESSIONS = "SELECT COUNT(*) FROM (SELECT DISTINCT session_id FROM ";

    private static final String LIMIT = " FETCH FIRST " + MAX_ROWS + " ROWS ONLY";

    private static final String FIGURES =
            SumTable.FIGURES.stream().map(name -> "SUM(" + name + ")").collect(Collectors.joining(", "));

    /** The beginning of a statement, and the values of its parameters. */
    private record From(StringBuilder sql, List<Object> values) {}

    List<UsageRow> read() throws SQLException {
        Map<List<String>, UsageFigures> sums = new TreeMap<>(UsageRow::compare);
        List<UsageQuery> rest = query.restOfMonth();
        read((rest.isEmpty() ? this : of(query.ofMonth())).sums(), sums, UsageFigures::plus);
        for (UsageQuery days : rest) {
            read(of(days).sums(), sums, UsageFigures::minus);
        }
        read(recent(), sums, UsageFigures::plus);
        List<UsageRow> rows = new ArrayList<>();
        sums.forEach((names, figures) -> {
            if (figures.count(Measure.ATTEMPTS) > 0) {
                rows.add(new UsageRow(names, figures));
            }
        });
        return rows;
    }

    private SumReader of(UsageQuery other) {
        return new SumReader(connection, other);
    }

    /** Whether all sessions are more than a response may have: to find that out is much faster than to add them up. */
    boolean isTooMuch() throws SQLException {
        if (!query.by().contains(Dimension.SESSION) || !query.filters().isEmpty()) {
            return false;
        }
        From from = sums();
        try (PreparedStatement statement = prepare(COUNT_SESSIONS + from.sql() + LIMIT + ") s", from.values());
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1) >= MAX_ROWS;
        }
    }

    private From sums() {
        From from = new From(new StringBuilder("ccproxy_usage_sum WHERE unit = ? AND "), new ArrayList<>());
        from.values().add(query.unit().toString());
        return conditions(from);
    }

    private From recent() {
        return conditions(new From(new StringBuilder("ccproxy_usage_recent WHERE "), new ArrayList<>()));
    }

    private From conditions(From from) {
        from.sql().append("begins_on >= ? AND begins_on <= ?");
        from.values().addAll(List.of(query.from(), query.to()));
        for (Map.Entry<Dimension, String> filter : query.filters().entrySet()) {
            from.sql().append(" AND ").append(filter.getKey().column()).append(" = ?");
            from.values().add(filter.getValue());
        }
        return from;
    }

    private void read(From from, Map<List<String>, UsageFigures> sums, BinaryOperator<UsageFigures> operation)
            throws SQLException {
        String by = query.by().stream().map(Dimension::column).collect(Collectors.joining(", "));
        // Without a row, there is no sum; and one group is no group.
        String sql = "SELECT " + by + (by.isEmpty() ? "" : ", ") + FIGURES + " FROM " + from.sql()
                + (by.isEmpty() ? " HAVING COUNT(*) > 0" : " GROUP BY " + by) + LIMIT;
        try (PreparedStatement statement = prepare(sql, from.values());
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                List<String> names = names(found);
                UsageFigures figures = SumTable.figures(found, names.size() + 1);
                sums.put(names, operation.apply(sums.getOrDefault(names, UsageFigures.NONE), figures));
            }
        }
    }

    private PreparedStatement prepare(String sql, List<Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(TIMEOUT_SECONDS);
        SqlUsageStore.set(statement, values);
        return statement;
    }

    private List<String> names(ResultSet found) throws SQLException {
        List<String> names = new ArrayList<>();
        for (Dimension dimension : query.by()) {
            int column = names.size() + 1;
            names.add(
                    dimension == Dimension.MONTH
                            ? dimension.shown(Integer.toString(found.getInt(column)))
                            : found.getString(column));
        }
        return names;
    }
}
