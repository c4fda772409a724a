package dev.ccproxy.jmx;

import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.UsageTotals;
import dev.ccproxy.usage.UsageTotals.Total;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the present figures each time. */
final class GatewayView implements GatewayMXBean {

    private final UsageTotals totals;
    private final Activity activity;
    private final Limiter limiter;
    private final Budgets budgets;

    GatewayView(UsageTotals totals, Activity activity, Limiter limiter, Budgets budgets) {
        this.totals = totals;
        this.activity = activity;
        this.limiter = limiter;
        this.budgets = budgets;
    }

    private long attempts(Predicate<@Nullable Failure> which) {
        return totals.totals().entrySet().stream()
                .filter(total -> which.test(total.getKey().failure()))
                .mapToLong(total -> total.getValue().attempts())
                .sum();
    }

    @Override
    public int getRequestsUnderWay() {
        return activity.requests();
    }

    @Override
    public int getStreamsOpen() {
        return activity.streams();
    }

    @Override
    public long getPings() {
        return activity.pings();
    }

    @Override
    public long getAttempts() {
        return totals.sum().attempts();
    }

    @Override
    public long getFailedAttempts() {
        return attempts(failure -> failure != null);
    }

    @Override
    public long getCancelledAttempts() {
        return attempts(failure -> failure == Failure.CLIENT_GONE);
    }

    @Override
    public long getCutAttempts() {
        return attempts(failure -> failure == Failure.CUT_SHORT);
    }

    @Override
    public long getUnknownUsageAttempts() {
        return totals.sum().unknownUsage();
    }

    @Override
    public long getInputTokens() {
        return totals.sum().inputTokens();
    }

    @Override
    public long getOutputTokens() {
        return totals.sum().outputTokens();
    }

    @Override
    public long getCacheCreationInputTokens() {
        return totals.sum().cacheCreationInputTokens();
    }

    @Override
    public long getCacheReadInputTokens() {
        return totals.sum().cacheReadInputTokens();
    }

    @Override
    public @Nullable Double getCacheHitRatio() {
        Total sum = totals.sum();
        long all = sum.inputTokens() + sum.cacheCreationInputTokens() + sum.cacheReadInputTokens();
        return all == 0 ? null : (double) sum.cacheReadInputTokens() / all;
    }

    @Override
    public long getSentBytes() {
        return totals.sum().bytesSent();
    }

    @Override
    public List<LimitView> getLimits() {
        return limiter.figures().stream().map(LimitView::new).toList();
    }

    @Override
    public List<BudgetView> getBudgets() {
        return budgets.statuses().stream().map(BudgetView::new).toList();
    }
}
