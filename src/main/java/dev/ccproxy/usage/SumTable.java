package dev.ccproxy.usage;

import dev.ccproxy.usage.SumKey.Unit;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The columns of the tables of sums, {@code ccproxy_usage_sum} and {@code ccproxy_usage_recent}. */
final class SumTable {

    /** What is added up, in the order of {@link UsageFigures}. */
    static final List<String> FIGURES = join(Measure.NAMES, List.of("cost_usd", "estimated_cost_usd"));

    /** Of which attempts it is the sum, but for the unit, which is a session in a day, and the node, which is the writer's. */
    static final List<String> RECENT_KEY =
            List.of("begins_on", "client", "team", "session_id", "provider", "model", "route");

    static final List<String> KEY = join(join(List.of("unit"), RECENT_KEY), List.of("node"));

    private SumTable() {}

    static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    static String insert(String table, List<String> columns) {
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + columns.stream().map(name -> "?").collect(Collectors.joining(", ")) + ")";
    }

    /** Sets parameters, and tells the last one. */
    static int setFigures(PreparedStatement statement, int before, UsageFigures figures) throws SQLException {
        int column = before;
        for (long count : figures.counts()) {
            statement.setLong(++column, count);
        }
        statement.setBigDecimal(++column, figures.cost());
        statement.setBigDecimal(++column, figures.estimatedCost());
        return column;
    }

    /** Sets parameters, and tells the last one. */
    static int setRecentKey(PreparedStatement statement, int before, SumKey key) throws SQLException {
        int column = before;
        statement.setObject(++column, key.beginsOn());
        for (String text : List.of(key.client(), key.team(), key.session(), key.provider(), key.model(), key.route())) {
            statement.setString(++column, text);
        }
        return column;
    }

    /** Sets parameters. */
    static void setKey(PreparedStatement statement, int before, SumKey key, String node) throws SQLException {
        statement.setString(before + 1, key.unit().toString());
        statement.setString(setRecentKey(statement, before + 1, key) + 1, node);
    }

    /** The key that is found in the columns from one on. */
    static SumKey recentKey(ResultSet found, int first) throws SQLException {
        int column = first;
        return new SumKey(
                Unit.SESSION,
                found.getObject(column++, LocalDate.class),
                found.getString(column++),
                found.getString(column++),
                found.getString(column++),
                found.getString(column++),
                found.getString(column++),
                found.getString(column));
    }

    /** The figures that are found in the columns from one on. */
    static UsageFigures figures(ResultSet found, int first) throws SQLException {
        int column = first;
        List<Long> counts = new ArrayList<>(Measure.ALL.size());
        for (int i = 0; i < Measure.ALL.size(); i++) {
            counts.add(found.getLong(column++));
        }
        BigDecimal cost = found.getBigDecimal(column);
        return new UsageFigures(counts, cost, found.getBigDecimal(column + 1));
    }
}
