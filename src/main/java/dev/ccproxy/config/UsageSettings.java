package dev.ccproxy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How the ledger counts, and at which prices.
 *
 * @param retention {@code ccproxy.usage.retention}: how long single records and the sums of days are kept
 * @param timeZone {@code ccproxy.budget.time-zone}: where a day begins
 * @param pricesFile {@code ccproxy.prices-file}; null for the shipped prices
 * @param prices what was read at the start
 * @param strictBudgets {@code ccproxy.budget.strict}: a request is sent only if the budgets have room for the most that it can cost
 * @param allowedWithoutDatabase {@code ccproxy.budget.without-database}: whether requests are sent while nobody can tell whether
 *     the budgets have room for them
 */
public record UsageSettings(
        Duration retention,
        ZoneId timeZone,
        @Nullable Path pricesFile,
        PriceList prices,
        boolean strictBudgets,
        boolean allowedWithoutDatabase) {

    /** What counts where nothing is configured. */
    public static final UsageSettings DEFAULT =
            new UsageSettings(Duration.ofDays(400), ZoneId.of("UTC"), null, PriceList.NONE, false, true);
}
