package dev.ccproxy.usage;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import dev.ccproxy.limits.BudgetStatus;
import dev.ccproxy.limits.BudgetWindow;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a client has used of its own budgets and its team's, in the words that Claude Code shows to its user
 * ({@code GET /api/oauth/usage} of the company gateway's protocol).
 *
 * @param budgets those of a client and its team
 * @param today what the client has used today, in US dollars; {@code week} since Monday, {@code month} since the first
 */
record BudgetReport(List<BudgetStatus> budgets, BigDecimal today, BigDecimal week, BigDecimal month) {

    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final BigDecimal WARNING = new BigDecimal("0.75");

    static BudgetReport read(
            Client client, Map<BudgetWindow, BigDecimal> windows, ZoneId zone, Instant now, UsageStore store)
            throws SQLException {
        List<BudgetStatus> budgets = new ArrayList<>();
        for (Map.Entry<BudgetWindow, BigDecimal> window : windows.entrySet()) {
            budgets.add(new BudgetStatus(
                    window.getKey(),
                    window.getValue(),
                    store.spent(window.getKey()),
                    window.getKey().resetsAt(zone)));
        }
        LocalDate day = LocalDate.ofInstant(now, zone);
        return new BudgetReport(
                List.copyOf(budgets),
                spent(client, Period.DAY, day, store),
                spent(client, Period.WEEK, day, store),
                spent(client, Period.MONTH, day, store));
    }

    private static BigDecimal spent(Client client, Period period, LocalDate day, UsageStore store) throws SQLException {
        return store.spent(new BudgetWindow("client", client.name(), Unit.USD, period, period.beginning(day)));
    }

    /**
     * As JSON: {@code extra_usage} has cents and whole percent, of the budget in money that is used most if none is for a
     * month; its limits are null without one, and then it has what was spent today and this week.
     */
    String json() {
        JsonObjectBuilder extra = Json.createObjectBuilder();
        BudgetStatus money = budgets.stream()
                .filter(budget -> budget.window().unit() == Unit.USD)
                .max(Comparator.comparing(
                                (BudgetStatus budget) -> budget.window().period() == Period.MONTH)
                        .thenComparing(BudgetStatus::utilization))
                .orElse(null);
        extra.add("is_enabled", money != null);
        if (money == null) {
            extra.addNull("monthly_limit").add("used_credits", cents(month)).addNull("utilization");
            extra.add("daily", cents(today)).add("weekly", cents(week));
        } else {
            extra.add("monthly_limit", cents(money.max()));
            extra.add("used_credits", cents(money.spent()));
            extra.add("utilization", percent(money));
        }
        extra.add("currency", "USD");
        JsonArrayBuilder limits = Json.createArrayBuilder();
        BigDecimal most = budgets.stream().map(BudgetStatus::utilization).reduce(BigDecimal.ZERO, BigDecimal::max);
        for (BudgetStatus budget : budgets) {
            limits.add(Json.createObjectBuilder()
                    .add(
                            "kind",
                            budget.window().period().frequency() + "_"
                                    + budget.window().unit())
                    .add("group", budget.window().isOfTeam() ? "group_pool" : "client")
                    .add("percent", percent(budget))
                    .add(
                            "resets_at",
                            budget.resetsAt().truncatedTo(ChronoUnit.SECONDS).toString())
                    .add("severity", severity(budget))
                    .add("is_active", budget.utilization().compareTo(most) == 0));
        }
        return Json.createObjectBuilder()
                .add("extra_usage", extra)
                .add("limits", limits)
                .build()
                .toString();
    }

    private static String severity(BudgetStatus budget) {
        BigDecimal used = budget.utilization();
        return used.compareTo(BigDecimal.ONE) >= 0 ? "exceeded" : used.compareTo(WARNING) >= 0 ? "warning" : "normal";
    }

    private static long cents(BigDecimal usd) {
        return usd.multiply(HUNDRED).setScale(0, RoundingMode.HALF_UP).longValue();
    }

    private static int percent(BudgetStatus budget) {
        return budget.utilization()
                .multiply(HUNDRED)
                .setScale(0, RoundingMode.DOWN)
                .intValue();
    }
}
