package dev.ccproxy.metrics;

import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.Histogram;
import dev.ccproxy.usage.Ledger;
import dev.ccproxy.usage.LedgerFigures;
import dev.ccproxy.usage.Quotas;
import dev.ccproxy.usage.UsageTotals;
import dev.ccproxy.usage.UsageTotals.Model;
import dev.ccproxy.usage.UsageTotals.Total;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the gateway does and has done, and what providers say of the quota of our keys. Not every figure has every label:
 * the series of 50 models and 20 teams are to be read in one small response.
 */
@ApplicationScoped
public class UsageMetrics {

    private static final String PROVIDER = "provider";
    private static final String MODEL = "model";
    private static final String TEAM = "team";
    private static final String TYPE = "type";

    private final UsageTotals totals;
    private final Quotas quotas;
    private final Activity activity;
    private final Supplier<LedgerFigures> ledger;

    /** For the container's proxy, which never uses it. */
    protected UsageMetrics() {
        this(new UsageTotals(), new Quotas(), new Activity(), () -> LedgerFigures.NONE);
    }

    @Inject
    public UsageMetrics(UsageTotals totals, Quotas quotas, Activity activity, Ledger ledger) {
        this(totals, quotas, activity, ledger::figures);
    }

    public UsageMetrics(UsageTotals totals, Quotas quotas, Activity activity, Supplier<LedgerFigures> ledger) {
        this.totals = totals;
        this.quotas = quotas;
        this.activity = activity;
        this.ledger = ledger;
    }

    void addTo(List<MetricSnapshot> all) {
        addActivity(all);
        Map<UsageTotals.Key, Total> now = totals.totals();
        addAttempts(all, now);
        addTokens(all, now);
        addTimes(all);
        addQuotas(all);
        addLedger(all, ledger.get());
    }

    private void addActivity(List<MetricSnapshot> all) {
        Gauges requests =
                new Gauges(all, "ccproxy_gateway_requests_under_way", "Requests to the gateway that have no end yet.");
        requests.add(activity.requests());
        requests.end();
        Gauges streams =
                new Gauges(all, "ccproxy_gateway_streams_open", "Those of them whose client is getting a stream.");
        streams.add(activity.streams());
        streams.end();
        Counters pings = new Counters(all, "ccproxy_gateway_pings", "Pings that clients got in silent streams.");
        pings.add(activity.pings());
        pings.end();
    }

    private static void addAttempts(List<MetricSnapshot> all, Map<UsageTotals.Key, Total> totals) {
        Counters attempts = new Counters(
                all,
                "ccproxy_gateway_attempts",
                "Requests that the gateway sent to a provider, by result: ok, or why it failed.");
        Map<String, Long> bytes = new TreeMap<>();
        totals.forEach((key, total) -> {
            attempts.add(
                    total.attempts(),
                    PROVIDER,
                    key.model().provider(),
                    MODEL,
                    key.model().name(),
                    TEAM,
                    key.team(),
                    "result",
                    key.result());
            bytes.merge(key.model().provider(), total.bytesSent(), Long::sum);
        });
        attempts.end();
        Counters sent = new Counters(
                all, "ccproxy_gateway_sent_bytes", "Bytes of responses' bodies that clients got, by provider.");
        bytes.forEach((provider, count) -> sent.add(count, PROVIDER, provider));
        sent.end();
    }

    private static void addTokens(List<MetricSnapshot> all, Map<UsageTotals.Key, Total> totals) {
        Map<Model, Total> byModel = new HashMap<>();
        Map<String, Total> byTeam = new TreeMap<>();
        totals.forEach((key, total) -> {
            byModel.merge(key.model(), total, Total::plus);
            byTeam.merge(key.team(), total, Total::plus);
        });
        Counters ofModels =
                new Counters(all, "ccproxy_gateway_tokens", "Tokens that the providers told, by model and type.");
        byModel.forEach((model, total) -> addTokens(ofModels, total, PROVIDER, model.provider(), MODEL, model.name()));
        ofModels.end();
        Counters ofTeams =
                new Counters(all, "ccproxy_gateway_team_tokens", "Tokens that the providers told, by team and type.");
        byTeam.forEach((team, total) -> addTokens(ofTeams, total, TEAM, team));
        ofTeams.end();
        Counters unknown = new Counters(
                all, "ccproxy_gateway_unknown_usage", "Attempts of which the provider told no tokens, by model.");
        byModel.forEach(
                (model, total) -> unknown.add(total.unknownUsage(), PROVIDER, model.provider(), MODEL, model.name()));
        unknown.end();
    }

    private static void addTokens(Counters tokens, Total total, String... labels) {
        tokens.add(total.inputTokens(), Counters.with(labels, TYPE, "input"));
        tokens.add(total.outputTokens(), Counters.with(labels, TYPE, "output"));
        tokens.add(total.cacheCreationInputTokens(), Counters.with(labels, TYPE, "cache_creation_input"));
        tokens.add(total.cacheReadInputTokens(), Counters.with(labels, TYPE, "cache_read_input"));
    }

    private void addTimes(List<MetricSnapshot> all) {
        HistogramSnapshot.Builder firstBytes = histogram(
                "ccproxy_gateway_first_byte_seconds",
                "From the start of an attempt to the head of the provider's response.");
        Map<Model, Histogram> byModel =
                new TreeMap<>(Comparator.comparing(Model::provider).thenComparing(Model::name));
        byModel.putAll(totals.firstBytes());
        byModel.forEach((model, histogram) ->
                firstBytes.dataPoint(point(histogram, Labels.of(PROVIDER, model.provider(), MODEL, model.name()))));
        HistogramSnapshot.Builder durations =
                histogram("ccproxy_gateway_attempt_duration_seconds", "From the start of an attempt to its end.");
        new TreeMap<>(totals.durations())
                .forEach((provider, histogram) -> durations.dataPoint(point(histogram, Labels.of(PROVIDER, provider))));
        if (!byModel.isEmpty()) {
            all.add(firstBytes.build());
            all.add(durations.build());
        }
    }

    private static HistogramSnapshot.Builder histogram(String name, String help) {
        return HistogramSnapshot.builder().name(name).help(help).unit(Unit.SECONDS);
    }

    private static HistogramDataPointSnapshot point(Histogram histogram, Labels labels) {
        Histogram.Counts counts = histogram.counts();
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(counts.bounds(), List.<Number>copyOf(counts.counts())))
                .sum(counts.sum())
                .labels(labels)
                .build();
    }

    private static void addLedger(List<MetricSnapshot> all, LedgerFigures figures) {
        Counters costs = new Counters(
                all,
                "ccproxy_ledger_cost_dollars",
                "What the tokens that the providers told cost, as far as they have a price, by team.");
        new TreeMap<>(figures.costs()).forEach((team, cost) -> costs.addAmount(cost.doubleValue(), TEAM, team));
        costs.end();
        Gauges kept = new Gauges(all, "ccproxy_ledger_kept", "Whether the ledger could be written the last time.");
        kept.add(figures.kept() ? 1 : 0);
        kept.end();
        Gauges waiting =
                new Gauges(all, "ccproxy_ledger_waiting_attempts", "Attempts that wait to be written to the ledger.");
        waiting.add((double) figures.waiting());
        waiting.end();
        Counters lost = new Counters(
                all,
                "ccproxy_ledger_lost_attempts",
                "Attempts that are in no sum, because too many were waiting, or the database refused them.");
        lost.add(figures.lost());
        lost.end();
    }

    private void addQuotas(List<MetricSnapshot> all) {
        Gauges limits = new Gauges(
                all, "ccproxy_provider_quota_limit", "How much of a quota a provider allows the key that it is sent.");
        Gauges remaining =
                new Gauges(all, "ccproxy_provider_quota_remaining", "How much of it was left at the last response.");
        Gauges resets = new Gauges(
                all, "ccproxy_provider_quota_reset_timestamp_seconds", "When it is full again, in Unix time.");
        quotas.all()
                .forEach((holder, byName) -> byName.forEach((name, quota) -> {
                    String[] labels = {PROVIDER, holder.provider(), "key", holder.key(), "quota", name};
                    if (quota.limit() != null) {
                        limits.add(quota.limit(), labels);
                    }
                    if (quota.remaining() != null) {
                        remaining.add(quota.remaining(), labels);
                    }
                    if (quota.resetAt() != null) {
                        resets.add(quota.resetAt().toEpochMilli() / 1e3, labels);
                    }
                }));
        limits.end();
        remaining.end();
        resets.end();
    }
}
