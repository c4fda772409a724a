package dev.ccproxy.usage;

import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.BudgetWindow;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attempts that are written together, or not at all.
 *
 * @param number counts up within one start of the program; a batch keeps it for ever, so that it is written once
 * @param charges what all of them together have used of each budget
 */
record Batch(long number, List<LedgerEntry> entries, List<BudgetCharge> charges) {

    Batch(long number, List<LedgerEntry> entries) {
        this(number, entries, charges(entries));
    }

    private static List<BudgetCharge> charges(List<LedgerEntry> entries) {
        Map<BudgetWindow, BigDecimal> sums = new HashMap<>();
        for (LedgerEntry entry : entries) {
            for (BudgetCharge charge : entry.charges()) {
                sums.merge(charge.window(), charge.amount(), BigDecimal::add);
            }
        }
        return sums.entrySet().stream()
                .map(sum -> new BudgetCharge(sum.getKey(), sum.getValue()))
                .toList();
    }
}
