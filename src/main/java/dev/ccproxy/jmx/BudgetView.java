package dev.ccproxy.jmx;

import dev.ccproxy.limits.BudgetStatus;
import java.util.Date;

/** How far a client or a team has used a budget: the composite data of {@link GatewayMXBean#getBudgets}. */
public final class BudgetView {

    private final BudgetStatus status;

    BudgetView(BudgetStatus status) {
        this.status = status;
    }

    /** {@code client} or {@code team}. */
    public String getKind() {
        return status.window().kind();
    }

    public String getName() {
        return status.window().name();
    }

    /** {@code usd} or {@code tokens}. */
    public String getUnit() {
        return status.unit();
    }

    /** {@code day}, {@code week} or {@code month}. */
    public String getPeriod() {
        return status.period();
    }

    /** What is allowed. */
    public double getMax() {
        return status.max().doubleValue();
    }

    /** By all nodes, as this one knows it. */
    public double getUsed() {
        return status.spent().doubleValue();
    }

    /** When the next period begins. */
    public Date getResetsAt() {
        return Date.from(status.resetsAt());
    }
}
