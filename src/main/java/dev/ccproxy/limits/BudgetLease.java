package dev.ccproxy.limits;

import java.math.BigDecimal;

/**
 * What all programs together have of a budget.
 *
 * @param spent by all of them, as far as it is written down
 * @param others what the others may use without asking
 * @param slice what this one may use without asking
 */
public record BudgetLease(BigDecimal spent, BigDecimal others, BigDecimal slice) {}
