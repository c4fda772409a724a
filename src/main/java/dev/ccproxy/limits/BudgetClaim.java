package dev.ccproxy.limits;

import java.math.BigDecimal;

/**
 * How large a slice of a budget this program wants.
 *
 * @param max the whole budget
 * @param keep what it has promised to requests under way, or used and not written down yet
 * @param need what it needs beside that at least; 0 to have nothing beside it
 * @param comfort what it would like beside that, so that it need not ask for each request
 * @param givesBack whether it gives back what it has beside {@code keep}
 */
public record BudgetClaim(
        BudgetWindow window, BigDecimal max, BigDecimal keep, BigDecimal need, BigDecimal comfort, boolean givesBack) {

    /** So much of what is free is taken at once at most, unless more is needed: others want some, too. */
    private static final BigDecimal PART = new BigDecimal("0.25");

    /**
     * The slice that it gets.
     *
     * @param spent by all programs
     * @param others the slices of the others
     * @param present its slice so far
     */
    public BigDecimal slice(BigDecimal spent, BigDecimal others, BigDecimal present) {
        if (givesBack) {
            return keep;
        }
        BigDecimal atLeast = present.max(keep);
        BigDecimal free = max.subtract(spent).subtract(others).subtract(keep);
        if (free.signum() <= 0 || free.compareTo(need) < 0) {
            return atLeast;
        }
        return atLeast.max(keep.add(need.max(comfort.min(free.multiply(PART)))));
    }
}
