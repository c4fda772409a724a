package dev.ccproxy.limits;

import java.math.BigDecimal;
import java.util.Map;

/** What is promised of budgets to one request, until it is closed. What it uses is charged apart. */
public final class Reservation implements AutoCloseable {

    private final Budgets budgets;
    private final Map<BudgetAccount, BigDecimal> amounts;
    private boolean closed;

    Reservation(Budgets budgets, Map<BudgetAccount, BigDecimal> amounts) {
        this.budgets = budgets;
        this.amounts = amounts;
    }

    @Override
    public void close() {
        synchronized (budgets) {
            if (!closed) {
                closed = true;
                amounts.forEach(BudgetAccount::release);
            }
        }
    }
}
