package dev.ccproxy.limits;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.LimitsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The budgets of a client and its team. */
record HeldBudgets(Holder own, List<Budget> ofOwn, Holder team, List<Budget> ofTeam) {

    /** One budget and whose it is. */
    record Each(Holder holder, Budget budget) {}

    static HeldBudgets of(Client client, LimitsSettings settings) {
        Holder own = new Holder(Holder.Kind.CLIENT, client.name());
        Holder team = client.team() == null ? null : new Holder(Holder.Kind.TEAM, client.team());
        return new HeldBudgets(
                own,
                own.limits(settings).budgets(),
                Objects.requireNonNullElse(team, own),
                team == null ? List.of() : team.limits(settings).budgets());
    }

    boolean isEmpty() {
        return ofOwn.isEmpty() && ofTeam.isEmpty();
    }

    List<Each> all() {
        List<Each> all = new ArrayList<>(ofOwn.size() + ofTeam.size());
        for (Budget budget : ofOwn) {
            all.add(new Each(own, budget));
        }
        for (Budget budget : ofTeam) {
            all.add(new Each(team, budget));
        }
        return all;
    }

    boolean noneMatchUsd() {
        return noneIsUsd(ofOwn) && noneIsUsd(ofTeam);
    }

    private static boolean noneIsUsd(List<Budget> budgets) {
        for (Budget budget : budgets) {
            if (budget.unit() == Budget.Unit.USD) {
                return false;
            }
        }
        return true;
    }
}
