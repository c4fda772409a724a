package dev.ccproxy.limits;

import java.math.BigDecimal;
import java.util.Map;

/** What is promised of budgets to one request, until it is closed. What it uses is charged apart. */
public final class Reservation implements AutoCloseable {

    private final BudgetSlices slices;
    private final Map<BudgetAccount, BigDecimal> amounts;
    private boolean closed;

    Reservation(BudgetSlices slices, Map<BudgetAccount, BigDecimal> amounts) {
        this.slices = slices;
        this.amounts = amounts;
    }

    @Override
    public void close() {
        synchronized (slices) {
            if (!closed) {
                closed = true;
                amounts.forEach(BudgetAccount::release);
            }
        }
    }
}
