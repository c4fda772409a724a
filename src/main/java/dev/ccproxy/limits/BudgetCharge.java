package dev.ccproxy.limits;

import java.math.BigDecimal;

/** What an attempt has used of a budget, in the budget's unit. */
public record BudgetCharge(BudgetWindow window, BigDecimal amount) {}
