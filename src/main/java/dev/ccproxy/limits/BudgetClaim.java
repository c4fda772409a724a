package dev.ccproxy.limits;

import java.math.BigDecimal;

/**
 * How large a slice of a budget this program wants.
 *
 * @param max the whole budget
 * @param keep what it has promised to requests under way, or used and not written down yet
 * @param held what it still uses of its slice, {@code keep} included; it gives back the rest
 * @param need what it needs beside {@code keep} at least
 * @param comfort what it would like beside that, so that it need not ask for each request
 * @param first whether this program has not been told yet how much is spent
 */
public record BudgetClaim(
        BudgetWindow window,
        BigDecimal max,
        BigDecimal keep,
        BigDecimal held,
        BigDecimal need,
        BigDecimal comfort,
        boolean first) {

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
        BigDecimal atLeast = present.min(held).max(keep);
        BigDecimal free = max.subtract(spent).subtract(others).subtract(keep);
        if (free.signum() <= 0 || free.compareTo(need) < 0) {
            return atLeast;
        }
        return atLeast.max(keep.add(need.max(comfort.min(free.multiply(PART)))));
    }
}
