package dev.ccproxy.limits;

import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One period of one budget, such as what the team {@code web} may spend in November.
 *
 * @param kind {@code client} or {@code team}
 * @param name of the client or team
 * @param beginsOn the first day of the period
 */
public record BudgetWindow(String kind, String name, Unit unit, Period period, LocalDate beginsOn) {

    /** When the next period begins. */
    public Instant resetsAt(ZoneId zone) {
        return period.next(beginsOn).atStartOfDay(zone).toInstant();
    }

    /** Whether all clients of a team share it. */
    public boolean isOfTeam() {
        return kind.equals(Holder.Kind.TEAM.toString());
    }

    /** Such as {@code the budget of team web for this month}. */
    @Override
    public String toString() {
        return "the budget of " + kind + " " + name + " for this " + period;
    }
}
