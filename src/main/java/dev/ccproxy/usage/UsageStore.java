package dev.ccproxy.usage;

import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetLease;
import dev.ccproxy.limits.BudgetWindow;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Where the ledger is kept. */
interface UsageStore {

    /** Whatever is forgotten, a budget is not before its period is over. */
    int LONGEST_PERIOD_DAYS = 31;

    /** {@code database}, {@code file} or {@code memory}. */
    String storage();

    /** Has a connection made for what follows: where nobody responds, that takes seconds, for which nothing should be locked. */
    default void reach() throws SQLException {}

    /** Writes a batch and charges the budgets for it, whole and once, also if it is written again. */
    void write(Batch batch) throws SQLException;

    /** Gives this program a slice of a budget, or another one than it has. */
    BudgetLease lease(BudgetClaim claim) throws SQLException;

    /** What is used of a budget by all programs, as far as it is written down. */
    BigDecimal spent(BudgetWindow window) throws SQLException;

    /**
     * Adds some of what was written lately to the sums: to do so with each batch would cost more than the batch.
     *
     * @return whether there may be more
     */
    boolean addUp() throws SQLException;

    /** The sums that a query asks for, in the order of its dimensions, and one more than it may have at most. */
    List<UsageRow> read(UsageQuery query) throws SQLException;

    /**
     * Deletes some of what is older than the retention.
     *
     * @return whether there may be more
     */
    boolean prune(Instant before, LocalDate beforeDay) throws SQLException;

    /** How many attempts were forgotten, because there was no room for their sums. */
    long forgotten();
}
