package dev.ccproxy.usage;

import dev.ccproxy.config.Budget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums.
 *
 * @param counts of each {@link Measure}, in their order
 * @param cost of what the providers told, in US dollars, as far as it has a price
 * @param estimatedCost of what is estimated, as far as it has a price
 */
record UsageFigures(List<Long> counts, BigDecimal cost, BigDecimal estimatedCost) {

    /** Of nothing. */
    static final UsageFigures NONE =
            new UsageFigures(Measure.ALL.stream().map(measure -> 0L).toList(), BigDecimal.ZERO, BigDecimal.ZERO);

    static UsageFigures of(List<LedgerEntry> entries) {
        long[] counts = new long[Measure.ALL.size()];
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal estimatedCost = BigDecimal.ZERO;
        for (LedgerEntry entry : entries) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += Measure.ALL.get(i).of(entry);
            }
            cost = entry.cost() == null ? cost : cost.add(entry.cost());
            estimatedCost = entry.estimatedCost() == null ? estimatedCost : estimatedCost.add(entry.estimatedCost());
        }
        return new UsageFigures(Arrays.stream(counts).boxed().toList(), cost, estimatedCost);
    }

    UsageFigures plus(UsageFigures other) {
        List<Long> sums = new ArrayList<>(counts.size());
        for (int i = 0; i < counts.size(); i++) {
            sums.add(counts.get(i) + other.counts.get(i));
        }
        return new UsageFigures(sums, cost.add(other.cost), estimatedCost.add(other.estimatedCost));
    }

    UsageFigures minus(UsageFigures other) {
        List<Long> negative = other.counts.stream().map(count -> -count).toList();
        return plus(new UsageFigures(negative, other.cost.negate(), other.estimatedCost.negate()));
    }

    /** What counts against a budget. */
    BigDecimal of(Budget.Unit unit) {
        return switch (unit) {
            case USD -> cost.add(estimatedCost);
            case TOKENS ->
                BigDecimal.valueOf(count(Measure.INPUT_TOKENS)
                        + count(Measure.CACHE_CREATION_INPUT_TOKENS)
                        + count(Measure.OUTPUT_TOKENS)
                        + count(Measure.ESTIMATED_INPUT_TOKENS)
                        + count(Measure.ESTIMATED_OUTPUT_TOKENS));
        };
    }

    long count(Measure measure) {
        return counts.get(Measure.ALL.indexOf(measure));
    }
}
