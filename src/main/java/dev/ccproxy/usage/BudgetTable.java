package dev.ccproxy.usage;

import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetLease;
import dev.ccproxy.limits.BudgetWindow;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is used of budgets, and which slices of them programs hold.
 *
 * @param writer whose slices are asked for and charged
 */
record BudgetTable(Connection connection, long writer) {

    /** Everybody locks budgets in the same order, so that no two wait for each other. */
    private static final Comparator<BudgetWindow> ORDER = Comparator.comparing(BudgetWindow::kind)
            .thenComparing(BudgetWindow::name)
            .thenComparing(BudgetWindow::unit)
            .thenComparing(BudgetWindow::period)
            .thenComparing(BudgetWindow::beginsOn);

    private static final String KEY = " WHERE kind = ? AND name = ? AND unit = ? AND period = ? AND begins_on = ?";

    private static final String CHARGE = "UPDATE ccproxy_budget SET spent = spent + ?" + KEY;

    private static final String SET = "UPDATE ccproxy_budget SET spent = ?" + KEY;

    private static final String INSERT =
            "INSERT INTO ccproxy_budget (spent, kind, name, unit, period, begins_on) VALUES (?, ?, ?, ?, ?, ?)";

    private static final String SPENT = "SELECT spent FROM ccproxy_budget" + KEY;

    private static final String CHARGE_SLICE =
            "UPDATE ccproxy_budget_slice SET amount = GREATEST(amount - ?, 0)" + KEY + " AND writer = ?";

    private static final String OTHERS = "SELECT COALESCE(SUM(amount), 0) FROM ccproxy_budget_slice" + KEY
            + " AND writer <> ? AND valid_until > CURRENT_TIMESTAMP";

    private static final String OWN =
            "SELECT amount FROM ccproxy_budget_slice" + KEY + " AND writer = ? AND valid_until > CURRENT_TIMESTAMP";

    /** Own, and of those that are not heard of any longer. */
    private static final String DELETE_SLICE =
            "DELETE FROM ccproxy_budget_slice" + KEY + " AND (writer = ? OR valid_until <= CURRENT_TIMESTAMP)";

    private static final String INSERT_SLICE = "INSERT INTO ccproxy_budget_slice"
            + " (amount, kind, name, unit, period, begins_on, writer, valid_until)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP + INTERVAL '60' SECOND)";

    private static final String OF_USD = "SUM(cost_usd + estimated_cost_usd)";

    private static final String OF_TOKENS = "SUM(input_tokens + cache_creation_input_tokens + output_tokens"
            + " + estimated_input_tokens + estimated_output_tokens)";

    /** Charges a batch, with one charge for each budget, before it is itself in the sums. */
    void charge(List<BudgetCharge> charges) throws SQLException {
        List<BudgetCharge> inOrder = charges.stream()
                .sorted(Comparator.comparing(BudgetCharge::window, ORDER))
                .toList();
        int[] charged = updateAll(CHARGE, inOrder, null);
        for (int i = 0; i < charged.length; i++) {
            if (charged[i] == 0) {
                BudgetWindow window = inOrder.get(i).window();
                BigDecimal amount = inOrder.get(i).amount();
                int unused = update(INSERT, usedBefore(window).add(amount), window, null);
            }
        }
        int[] unused = updateAll(CHARGE_SLICE, inOrder, writer);
    }

    /** What this writer has of a budget after this claim; until the transaction ends, nobody else can change it. */
    BudgetLease lease(BudgetClaim claim) throws SQLException {
        BudgetWindow window = claim.window();
        BigDecimal spent = number(SPENT + " FOR UPDATE", window, false);
        if (spent == null) {
            spent = usedBefore(window);
            int unused = update(INSERT, spent, window, null);
        } else if (claim.first()) {
            // While it was not set, or not here yet, nobody has charged it.
            BigDecimal used = usedBefore(window);
            if (used.compareTo(spent) > 0) {
                spent = used;
                int unused = update(SET, spent, window, null);
            }
        }
        BigDecimal others = orNone(number(OTHERS, window, true));
        BigDecimal slice = claim.slice(spent, others, orNone(number(OWN, window, true)));
        int unused = update(DELETE_SLICE, null, window, writer);
        if (slice.signum() > 0) {
            int unusedInsert = update(INSERT_SLICE, slice, window, writer);
        }
        return new BudgetLease(spent, others, slice);
    }

    /** What all programs together have used, as far as it is written down. */
    BigDecimal spent(BudgetWindow window) throws SQLException {
        return orNone(number(SPENT, window, false)).max(usedBefore(window));
    }

    private static BigDecimal orNone(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }

    /**
     * What was used, whether a budget was charged for it or not. In one statement, because rows move from one table to the
     * other. The sums of days may be forgotten before a month is over.
     */
    private BigDecimal usedBefore(BudgetWindow window) throws SQLException {
        String what = window.unit() == Unit.USD ? OF_USD : OF_TOKENS;
        String whose = " begins_on >= ? AND begins_on < ? AND " + (window.isOfTeam() ? "team" : "client") + " = ?";
        String unit = window.period() == Period.MONTH ? "month" : "day_clients";
        String sql = "SELECT COALESCE((SELECT " + what + " FROM ccproxy_usage_sum WHERE unit = '" + unit + "' AND"
                + whose + "), 0) + COALESCE((SELECT " + what + " FROM ccproxy_usage_recent WHERE" + whose + "), 0)";
        LocalDate end = window.period().next(window.beginsOn());
        List<Object> values = new ArrayList<>(List.of(window.beginsOn(), end, window.name()));
        values.addAll(List.of(window.beginsOn(), end, window.name()));
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return compact(row.getBigDecimal(1));
        }
    }

    /**
     * Without the zeros that the column's scale adds: with them it does not fit into a long, and every request computes with
     * it, under a lock that many wait for.
     */
    private static BigDecimal compact(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private @Nullable BigDecimal number(String sql, BudgetWindow window, boolean ofWriter) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values(null, window, ofWriter ? writer : null));
                ResultSet row = statement.executeQuery()) {
            return row.next() ? compact(row.getBigDecimal(1)) : null;
        }
    }

    private int update(String sql, @Nullable BigDecimal amount, BudgetWindow window, @Nullable Long itsWriter)
            throws SQLException {
        try (PreparedStatement statement = prepare(sql, values(amount, window, itsWriter))) {
            return statement.executeUpdate();
        }
    }

    /** All at once: a database that is far away takes its time for each that is sent alone. */
    private int[] updateAll(String sql, List<BudgetCharge> charges, @Nullable Long itsWriter) throws SQLException {
        try (PreparedStatement statement = prepare(sql, List.of())) {
            for (BudgetCharge charge : charges) {
                SqlUsageStore.set(statement, values(charge.amount(), charge.window(), itsWriter));
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private static List<Object> values(@Nullable BigDecimal amount, BudgetWindow window, @Nullable Long itsWriter) {
        List<Object> values = new ArrayList<>();
        if (amount != null) {
            values.add(amount);
        }
        values.addAll(List.of(
                window.kind(),
                window.name(),
                window.unit().toString(),
                window.period().toString(),
                window.beginsOn()));
        if (itsWriter != null) {
            values.add(itsWriter);
        }
        return values;
    }

    private PreparedStatement prepare(String sql, List<Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(SqlUsageStore.UPDATE_TIMEOUT_SECONDS);
        SqlUsageStore.set(statement, values);
        return statement;
    }
}
