package dev.ccproxy.metrics;

import dev.ccproxy.limits.BudgetStatus;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.routing.Rests.Resting;
import dev.ccproxy.routing.Routing;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** What the gateway leaves alone because it has failed, and how far clients and teams are at their limits and budgets. */
@ApplicationScoped
public class RoutingMetrics {

    private final Supplier<List<Resting>> resting;
    private final Supplier<List<Limiter.Figure>> limits;
    private final Supplier<List<BudgetStatus>> budgets;

    /** For the container's proxy, which never uses it. */
    protected RoutingMetrics() {
        this(List::of, List::of, List::of);
    }

    @Inject
    public RoutingMetrics(Routing routing, Limiter limiter, Budgets budgets) {
        this(() -> routing.rests().all(), limiter::figures, budgets::statuses);
    }

    /** Of what rests, of the limits and of the budgets. */
    public RoutingMetrics(
            Supplier<List<Resting>> resting,
            Supplier<List<Limiter.Figure>> limits,
            Supplier<List<BudgetStatus>> budgets) {
        this.resting = resting;
        this.limits = limits;
        this.budgets = budgets;
    }

    void addTo(List<MetricSnapshot> all) {
        Gauges rests = new Gauges(
                all,
                "ccproxy_gateway_rest_seconds",
                "How much longer something is left alone that has failed; 0 if one request at a time tries it.");
        resting.get()
                .forEach(rest -> rests.add(
                        rest.left().toMillis() / 1e3,
                        "provider",
                        rest.what().provider(),
                        "model",
                        Objects.requireNonNullElse(rest.what().model(), ""),
                        "key",
                        Objects.requireNonNullElse(rest.what().key(), ""),
                        "operation",
                        Objects.requireNonNullElse(rest.what().operation(), ""),
                        "failure",
                        rest.reason()));
        rests.end();
        Gauges max = new Gauges(all, "ccproxy_limit", "What a client or a team may use.");
        Gauges used = new Gauges(all, "ccproxy_limit_used", "How much of it is used.");
        limits.get().forEach(figure -> {
            String[] labels = {"kind", figure.kind(), "name", figure.name(), "limit", figure.limit()};
            max.add((double) figure.max(), labels);
            used.add((double) figure.used(), labels);
        });
        max.end();
        used.end();
        addBudgets(all);
    }

    private void addBudgets(List<MetricSnapshot> all) {
        Gauges max = new Gauges(all, "ccproxy_budget", "What a client or a team may use in this period.");
        Gauges used =
                new Gauges(all, "ccproxy_budget_used", "How much of it is used by all nodes, as this one knows it.");
        budgets.get().forEach(budget -> {
            String[] labels = {
                "kind",
                budget.window().kind(),
                "name",
                budget.window().name(),
                "unit",
                budget.unit(),
                "period",
                budget.period()
            };
            max.add(budget.max().doubleValue(), labels);
            used.add(budget.spent().doubleValue(), labels);
        });
        max.end();
        used.end();
    }
}
