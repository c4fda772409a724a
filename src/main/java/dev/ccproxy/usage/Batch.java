package dev.ccproxy.usage;

import dev.ccproxy.limits.BudgetCharge;
import java.util.List;

/**
 * Attempts that are written together, or not at all.
 *
 * @param number counts up within one start of the program; a batch keeps it for ever, so that it is written once
 */
record Batch(long number, List<LedgerEntry> entries) {

    /** What is used of budgets. */
    List<BudgetCharge> charges() {
        return entries.stream().flatMap(entry -> entry.charges().stream()).toList();
    }
}
