package dev.ccproxy.usage;

import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.prices.Prices;
import dev.ccproxy.usage.UsageRecord.Estimate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt with its cost.
 *
 * @param day on which it began
 * @param sumModel by which name it is added up: clients may ask for any number of models
 * @param cost of what the provider told, in US dollars; null without a price
 * @param estimatedCost of what is estimated; null without a price
 * @param charges what it has used of budgets
 */
record LedgerEntry(
        UsageRecord record,
        LocalDate day,
        String sumModel,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal estimatedCost,
        List<BudgetCharge> charges) {

    static LedgerEntry of(UsageRecord record, String sumModel, Prices prices, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(record.startedAt(), zone);
        Estimate estimate = record.estimate();
        long input = Prices.inputTokens(record.usage()) + estimate.inputTokens();
        Usage estimated = new Usage(estimate.inputTokens(), estimate.outputTokens(), null, null, null, null);
        return new LedgerEntry(
                record,
                day,
                sumModel,
                prices.cost(record.provider(), record.model(), day, record.usage(), input),
                prices.cost(record.provider(), record.model(), day, estimated, input),
                List.of());
    }

    /** The same, without more of any text than the ledger keeps: it may have to wait in memory for a long time. */
    LedgerEntry bounded() {
        return record.isBounded() && Texts.fits(sumModel, Texts.MAX_NAME)
                ? this
                : new LedgerEntry(
                        record.bounded(), day, Texts.bounded(sumModel, Texts.MAX_NAME), cost, estimatedCost, charges);
    }

    LedgerEntry of(String itsSumModel) {
        return itsSumModel.equals(sumModel)
                ? this
                : new LedgerEntry(record, day, itsSumModel, cost, estimatedCost, charges);
    }

    /** The same, charged. */
    LedgerEntry chargedTo(Budgets budgets, Prices prices) {
        BigDecimal told = cost == null ? charge(prices) : cost;
        BigDecimal guessed = Objects.requireNonNullElse(estimatedCost, BigDecimal.ZERO);
        long tokens = Budgets.counted(record.usage())
                + record.estimate().inputTokens()
                + record.estimate().outputTokens();
        return new LedgerEntry(
                record,
                day,
                sumModel,
                cost,
                estimatedCost,
                budgets.charge(
                        record.client(),
                        new Budgets.Destination(record.provider(), record.model()),
                        day,
                        told.add(guessed),
                        tokens));
    }

    private BigDecimal charge(Prices prices) {
        long input = Prices.inputTokens(record.usage()) + record.estimate().inputTokens();
        return Objects.requireNonNullElse(
                prices.charge(record.provider(), record.model(), day, record.usage(), input), BigDecimal.ZERO);
    }

    /** Whether it has tokens whose cost nobody knows. */
    boolean isUnpriced() {
        boolean told = Prices.inputTokens(record.usage()) > 0
                || (record.usage().outputTokens() != null && record.usage().outputTokens() > 0);
        return (told && cost == null) || (!record.estimate().equals(Estimate.NONE) && estimatedCost == null);
    }
}
