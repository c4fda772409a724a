package dev.ccproxy.limits;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.LimitsSettings;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A budget of somebody in one period.
 *
 * @param max what it allows, in its unit
 */
record HeldBudget(BudgetWindow window, BigDecimal max) {

    /** All of a client and its team on one day. */
    static List<HeldBudget> of(Client client, LimitsSettings settings, LocalDate day) {
        List<HeldBudget> all = new ArrayList<>();
        add(all, new Holder(Holder.Kind.CLIENT, client.name()), settings, day);
        if (client.team() != null) {
            add(all, new Holder(Holder.Kind.TEAM, client.team()), settings, day);
        }
        return all;
    }

    private static void add(List<HeldBudget> all, Holder holder, LimitsSettings settings, LocalDate day) {
        for (Budget budget : holder.limits(settings).budgets()) {
            BudgetWindow window = new BudgetWindow(
                    holder.kind().toString(),
                    holder.name(),
                    budget.unit(),
                    budget.period(),
                    budget.period().beginning(day));
            all.add(new HeldBudget(window, budget.max()));
        }
    }
}
