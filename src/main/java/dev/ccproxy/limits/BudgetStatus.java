package dev.ccproxy.limits;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * How far a budget is used, as this program knows it: what others have used since it has last asked is missing.
 *
 * @param spent what is used
 * @param resetsAt when the next period begins
 */
public record BudgetStatus(BudgetWindow window, BigDecimal max, BigDecimal spent, Instant resetsAt) {

    private static final int DIGITS = 6;

    /** 0 for nothing, 1 for all; more if it is overdrawn. */
    public BigDecimal utilization() {
        return spent.divide(max, DIGITS, RoundingMode.DOWN);
    }

    /** {@code usd} or {@code tokens}. */
    public String unit() {
        return window.unit().toString();
    }

    /** {@code day}, {@code week} or {@code month}. */
    public String period() {
        return window.period().toString();
    }

    /** At least 0. */
    public BigDecimal left() {
        return max.subtract(spent).max(BigDecimal.ZERO);
    }
}
