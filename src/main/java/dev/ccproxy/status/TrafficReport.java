package dev.ccproxy.status;

import dev.ccproxy.auth.Requests;
import dev.ccproxy.limits.BudgetStatus;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.Histogram;
import dev.ccproxy.usage.RecentFailures;
import dev.ccproxy.usage.UsageTotals;
import dev.ccproxy.usage.UsageTotals.Model;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code GET /status/traffic}: what clients' requests met since the start.
 *
 * @param requestsUnderWay requests to {@code /v1} that have no end yet
 * @param streamsOpen those of them whose client is getting a stream
 * @param providers those that got requests, by name
 * @param models by provider and name; what a provider has never accepted counts as {@code other}
 * @param teams by name
 * @param limits how far clients and teams are at their limits, by kind and name
 * @param budgets how far budgets are used of which this program knows
 * @param refused how many requests were refused for want of a right, by cause; every cause is there
 * @param lastFailures the last 50 requests that failed, the newest first
 * @param lastRefused the last 50 requests that were refused for want of a right, the newest first
 */
@JsonbPropertyOrder({
    "requestsUnderWay",
    "streamsOpen",
    "providers",
    "models",
    "teams",
    "limits",
    "budgets",
    "refused",
    "lastFailures",
    "lastRefused"
})
public record TrafficReport(
        int requestsUnderWay,
        int streamsOpen,
        List<ProviderTotals> providers,
        List<ModelTotals> models,
        List<TeamTotals> teams,
        List<LimitUse> limits,
        List<BudgetUse> budgets,
        Map<String, Long> refused,
        List<RecentFailures.FailedRequest> lastFailures,
        List<Requests.Refused> lastRefused) {

    /**
     * What one provider's attempts came to.
     *
     * @param firstByte from the start of an attempt to the head of the response
     * @param duration from the start of an attempt to its end
     */
    @JsonbPropertyOrder({"name", "totals", "firstByte", "duration"})
    public record ProviderTotals(String name, TrafficTotals totals, TrafficTimes firstByte, TrafficTimes duration) {}

    /** The same of one model, as a provider knows it. */
    @JsonbPropertyOrder({"provider", "name", "totals", "firstByte"})
    public record ModelTotals(String provider, String name, TrafficTotals totals, TrafficTimes firstByte) {}

    /** Of one team; its name is null for clients without one. */
    @JsonbPropertyOrder({"name", "totals"})
    public record TeamTotals(@Nullable String name, TrafficTotals totals) {}

    /**
     * How far a limit is used.
     *
     * @param kind {@code client} or {@code team}
     * @param limit {@code requests-per-minute}, {@code tokens-per-minute} or {@code concurrent-requests}
     * @param max what is allowed
     * @param used more than is allowed if responses were longer than expected, or if the limit was lowered
     * @param left at least 0
     */
    @JsonbPropertyOrder({"kind", "name", "limit", "max", "used", "left"})
    public record LimitUse(String kind, String name, String limit, long max, long used, long left) {

        private static LimitUse of(Limiter.Figure figure) {
            return new LimitUse(
                    figure.kind(), figure.name(), figure.limit(), figure.max(), figure.used(), figure.left());
        }
    }

    /**
     * How far a budget is used, by all nodes, as this one knows it.
     *
     * @param kind {@code client} or {@code team}
     * @param unit {@code usd} or {@code tokens}
     * @param period {@code day}, {@code week} or {@code month}
     * @param used more than is allowed if requests have used more than was expected, or if the budget was lowered
     * @param left at least 0
     */
    @JsonbPropertyOrder({"kind", "name", "unit", "period", "max", "used", "left", "resetsAt"})
    public record BudgetUse(
            String kind,
            String name,
            String unit,
            String period,
            double max,
            double used,
            double left,
            Instant resetsAt) {

        private static BudgetUse of(BudgetStatus status) {
            return new BudgetUse(
                    status.window().kind(),
                    status.window().name(),
                    status.unit(),
                    status.period(),
                    status.max().doubleValue(),
                    status.spent().doubleValue(),
                    status.left().doubleValue(),
                    status.resetsAt());
        }
    }

    static TrafficReport of(
            UsageTotals usage,
            Activity activity,
            Limiter limiter,
            Budgets budgets,
            RecentFailures failures,
            Requests requests) {
        Map<UsageTotals.Key, UsageTotals.Total> all = usage.totals();
        Map<Model, Histogram> firstBytes = usage.firstBytes();
        return new TrafficReport(
                activity.requests(),
                activity.streams(),
                providers(all, firstBytes, usage.durations()),
                models(all, firstBytes),
                teams(all),
                limiter.figures().stream().map(LimitUse::of).toList(),
                budgets.statuses().stream().map(BudgetUse::of).toList(),
                requests.refused(),
                failures.newestFirst(),
                requests.lastRefused());
    }

    private static List<ProviderTotals> providers(
            Map<UsageTotals.Key, UsageTotals.Total> all,
            Map<Model, Histogram> firstBytes,
            Map<String, Histogram> durations) {
        Map<String, List<Histogram>> byProvider = new HashMap<>();
        firstBytes.forEach((model, histogram) -> byProvider
                .computeIfAbsent(model.provider(), name -> new ArrayList<>())
                .add(histogram));
        List<ProviderTotals> providers = new ArrayList<>();
        TrafficTotals.by(all, key -> key.model().provider(), Comparator.naturalOrder())
                .forEach((name, sum) -> providers.add(new ProviderTotals(
                        name,
                        sum,
                        TrafficTimes.of(byProvider.getOrDefault(name, List.of())),
                        times(durations.get(name)))));
        return providers;
    }

    private static List<ModelTotals> models(
            Map<UsageTotals.Key, UsageTotals.Total> all, Map<Model, Histogram> firstBytes) {
        List<ModelTotals> models = new ArrayList<>();
        TrafficTotals.by(
                        all,
                        UsageTotals.Key::model,
                        Comparator.comparing(Model::provider).thenComparing(Model::name))
                .forEach((model, sum) ->
                        models.add(new ModelTotals(model.provider(), model.name(), sum, times(firstBytes.get(model)))));
        return models;
    }

    private static List<TeamTotals> teams(Map<UsageTotals.Key, UsageTotals.Total> all) {
        List<TeamTotals> teams = new ArrayList<>();
        TrafficTotals.by(all, UsageTotals.Key::team, Comparator.naturalOrder())
                .forEach((team, sum) -> teams.add(new TeamTotals(team.isEmpty() ? null : team, sum)));
        return teams;
    }

    private static TrafficTimes times(@Nullable Histogram histogram) {
        return TrafficTimes.of(histogram == null ? List.of() : List.of(histogram));
    }
}
