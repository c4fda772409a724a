package dev.ccproxy.usage;

import static dev.ccproxy.usage.Records.NOON;
import static dev.ccproxy.usage.Records.served;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import dev.ccproxy.config.Role;
import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetWindow;
import dev.ccproxy.usage.UsageRecord.Estimate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept without a database. */
class MemoryUsageStoreTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-25");
    private static final Client OPERATOR = Records.client("boss", null, Role.OPERATOR);

    private final MemoryUsageStore store = new MemoryUsageStore();

    private static BudgetWindow window(String kind, String name, Unit unit, Period period) {
        return new BudgetWindow(kind, name, unit, period, period.beginning(TODAY));
    }

    private static BudgetClaim claim(BudgetWindow window, boolean first) {
        return new BudgetClaim(
                window, BigDecimal.TEN, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ZERO, first);
    }

    private static LedgerEntry entry(UsageRecord record, BudgetCharge... charges) {
        LedgerEntry entry = LedgerEntry.of(record, "model", Records.prices(), ZoneId.of("UTC"));
        return new LedgerEntry(
                record, entry.day(), entry.sumModel(), entry.cost(), entry.estimatedCost(), List.of(charges));
    }

    /** An attempt costs 0.006 dollars. */
    @Test
    void whatWasUsedWithoutABudgetIsKnown() {
        BudgetWindow day = window("client", "alice", Unit.USD, Period.DAY);
        BudgetWindow month = window("team", "web", Unit.USD, Period.MONTH);
        BudgetWindow tokens = window("team", "web", Unit.TOKENS, Period.WEEK);
        UsageRecord record = served(NOON, "alice", "web", 1000, 200);
        store.write(new Batch(1, List.of(entry(record), entry(record))));
        store.write(new Batch(2, List.of(entry(record, new BudgetCharge(day, new BigDecimal("0.006"))))));

        assertThat(store.spent(day)).isEqualByComparingTo("0.018");
        assertThat(store.spent(month)).isEqualByComparingTo("0.018");
        assertThat(store.spent(tokens)).isEqualByComparingTo("3600");
        assertThat(store.spent(window("client", "bob", Unit.USD, Period.DAY))).isZero();
        assertThat(store.lease(claim(day, true)).spent()).isEqualByComparingTo("0.018");
        assertThat(store.lease(claim(day, false)).spent()).isEqualByComparingTo("0.018");
        boolean more = store.prune(NOON, TODAY.plusDays(3));
        assertThat(more).isFalse();
        assertThat(store.spent(day)).as("a period may last for a month").isEqualByComparingTo("0.018");
        assertThat(store.spent(month)).isEqualByComparingTo("0.018");
    }

    @Test
    void whatIsOnlyInTheSumsOfAMonthIsNotForgotten() {
        for (int session = 0; session < 21_000; session++) {
            UsageRecord record = Records.record(
                    NOON, "alice", "web", "session-" + session, "model", null, Records.usage(1, 1), Estimate.NONE);
            store.write(new Batch(session, List.of(entry(record))));
        }
        assertThat(store.forgotten()).isZero();
        assertThat(store.read(UsageQuery.of("month=2026-11", OPERATOR, TODAY, TODAY))
                        .get(0)
                        .figures()
                        .count(Measure.ATTEMPTS))
                .isEqualTo(21_000);
    }
}
