package dev.ccproxy.usage;

import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetLease;
import dev.ccproxy.limits.BudgetWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps sums since the start, and no single attempt. When there are too many, those of the oldest sessions and days go. */
final class MemoryUsageStore implements UsageStore {

    private static final int MAX_SUMS = 20_000;

    private final TreeMap<SumKey, UsageFigures> sums = new TreeMap<>();
    private final Map<BudgetWindow, BigDecimal> spent = new HashMap<>();
    private final Map<BudgetWindow, BigDecimal> slices = new HashMap<>();
    private long forgotten;

    @Override
    public String storage() {
        return "memory";
    }

    @Override
    public synchronized long forgotten() {
        return forgotten;
    }

    @Override
    public synchronized void write(Batch batch) {
        for (BudgetCharge charge : batch.charges()) {
            spent.merge(charge.window(), charge.amount(), BigDecimal::add);
            slices.computeIfPresent(
                    charge.window(),
                    (window, slice) -> slice.subtract(charge.amount()).max(BigDecimal.ZERO));
        }
        SumKey.ofAllUnits(SumKey.sums(batch.entries()))
                .forEach((key, figures) -> sums.merge(key, figures, UsageFigures::plus));
        while (sums.size() > MAX_SUMS) {
            Map.Entry<SumKey, UsageFigures> oldest = sums.pollFirstEntry();
            if (oldest.getKey().unit() == SumKey.Unit.MONTH) {
                forgotten += oldest.getValue().count(Measure.ATTEMPTS);
            }
        }
    }

    @Override
    public synchronized BudgetLease lease(BudgetClaim claim) {
        BudgetWindow window = claim.window();
        BigDecimal used = claim.first() ? spent(window) : spent.getOrDefault(window, BigDecimal.ZERO);
        spent.put(window, used);
        BigDecimal slice = claim.slice(used, BigDecimal.ZERO, slices.getOrDefault(window, BigDecimal.ZERO));
        slices.put(window, slice);
        return new BudgetLease(used, BigDecimal.ZERO, slice);
    }

    @Override
    public synchronized BigDecimal spent(BudgetWindow window) {
        return spent.getOrDefault(window, BigDecimal.ZERO).max(usedBefore(window));
    }

    /** What was used, whether a budget was charged for it or not. */
    private BigDecimal usedBefore(BudgetWindow window) {
        LocalDate end = window.period().next(window.beginsOn());
        SumKey.Unit unit = window.period() == Period.MONTH ? SumKey.Unit.MONTH : SumKey.Unit.DAY_CLIENTS;
        return sums.entrySet().stream()
                .filter(sum -> sum.getKey().unit() == unit)
                .filter(sum -> !sum.getKey().beginsOn().isBefore(window.beginsOn())
                        && sum.getKey().beginsOn().isBefore(end))
                .filter(sum -> window.name()
                        .equals(
                                window.isOfTeam()
                                        ? sum.getKey().team()
                                        : sum.getKey().client()))
                .map(sum -> sum.getValue().of(window.unit()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public boolean addUp() {
        return false;
    }

    @Override
    public synchronized List<UsageRow> read(UsageQuery query) {
        Map<List<String>, UsageFigures> found = new TreeMap<>(UsageRow::compare);
        sums.forEach((key, figures) -> {
            if (query.matches(key)) {
                List<String> names =
                        query.by().stream().map(dimension -> dimension.of(key)).toList();
                found.merge(names, figures, UsageFigures::plus);
            }
        });
        List<UsageRow> rows = new ArrayList<>();
        found.forEach((names, figures) -> rows.add(new UsageRow(names, figures)));
        return rows;
    }

    @Override
    public synchronized boolean prune(Instant before, LocalDate beforeDay) {
        LocalDate over = beforeDay.minusDays(LONGEST_PERIOD_DAYS);
        spent.keySet().removeIf(window -> window.beginsOn().isBefore(over));
        slices.keySet().removeIf(window -> window.beginsOn().isBefore(over));
        sums.keySet()
                .removeIf(
                        key -> key.unit() != SumKey.Unit.MONTH && key.beginsOn().isBefore(beforeDay));
        return false;
    }
}
