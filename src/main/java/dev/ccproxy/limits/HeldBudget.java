package dev.ccproxy.limits;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.LimitsSettings;
import java.util.ArrayList;
import java.util.List;

/** A budget and whose it is. */
record HeldBudget(Holder holder, Budget budget) {

    /** All of a client and its team. */
    static List<HeldBudget> of(Client client, LimitsSettings settings) {
        List<HeldBudget> all = new ArrayList<>();
        add(all, new Holder(Holder.Kind.CLIENT, client.name()), settings);
        if (client.team() != null) {
            add(all, new Holder(Holder.Kind.TEAM, client.team()), settings);
        }
        return all;
    }

    private static void add(List<HeldBudget> all, Holder holder, LimitsSettings settings) {
        for (Budget budget : holder.limits(settings).budgets()) {
            all.add(new HeldBudget(holder, budget));
        }
    }
}
