package dev.ccproxy.limits;

import java.math.BigDecimal;
import java.util.List;

/** What is promised of budgets to one request, until it is closed. What it uses is charged apart. */
public final class Reservation implements AutoCloseable {

    private final BudgetSlices slices;
    private final List<Part> parts;
    private boolean closed;

    /** What is promised of one of them. */
    record Part(BudgetAccount account, BigDecimal amount) {}

    Reservation(BudgetSlices slices, List<Part> parts) {
        this.slices = slices;
        this.parts = parts;
    }

    @Override
    public void close() {
        synchronized (slices) {
            if (!closed) {
                closed = true;
                parts.forEach(part -> part.account().release(part.amount()));
            }
        }
    }
}
