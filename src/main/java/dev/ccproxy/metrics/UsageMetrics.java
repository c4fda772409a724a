package dev.ccproxy.metrics;

import dev.ccproxy.usage.Quotas;
import dev.ccproxy.usage.Quotas.Holder;
import dev.ccproxy.usage.Quotas.Quota;
import dev.ccproxy.usage.UsageTotals;
import dev.ccproxy.usage.UsageTotals.Total;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The gateway's attempts by provider and result, their tokens, and what providers say of the quota of our keys. */
@ApplicationScoped
public class UsageMetrics {

    private static final String PROVIDER = "provider";

    private final Supplier<Map<UsageTotals.Key, Total>> totals;
    private final Supplier<Map<Holder, Map<String, Quota>>> quotas;

    /** For the container's proxy, which never uses it. */
    protected UsageMetrics() {
        this(Map::of, Map::of);
    }

    @Inject
    public UsageMetrics(UsageTotals totals, Quotas quotas) {
        this(totals::totals, quotas::all);
    }

    /** Of these totals and quotas. */
    public UsageMetrics(
            Supplier<Map<UsageTotals.Key, Total>> totals, Supplier<Map<Holder, Map<String, Quota>>> quotas) {
        this.totals = totals;
        this.quotas = quotas;
    }

    void addTo(List<MetricSnapshot> all) {
        addAttempts(all);
        addQuotas(all);
    }

    private void addAttempts(List<MetricSnapshot> all) {
        Map<String, Map<String, Total>> byProvider = new TreeMap<>();
        totals.get()
                .forEach((key, total) -> byProvider
                        .computeIfAbsent(key.provider(), provider -> new TreeMap<>())
                        .merge(key.result(), total, Total::plus));
        if (byProvider.isEmpty()) {
            return;
        }
        CounterSnapshot.Builder attempts = CounterSnapshot.builder()
                .name("ccproxy_gateway_attempts")
                .help("Requests that the gateway sent to a provider, by result: ok, or why it failed.");
        CounterSnapshot.Builder tokens = CounterSnapshot.builder()
                .name("ccproxy_gateway_tokens")
                .help("Tokens that the provider told, by type.");
        byProvider.forEach((provider, results) -> {
            Total sum = Total.NONE;
            for (Map.Entry<String, Total> result : results.entrySet()) {
                attempts.dataPoint(point(result.getValue().attempts(), PROVIDER, provider, "result", result.getKey()));
                sum = sum.plus(result.getValue());
            }
            tokens.dataPoint(point(sum.inputTokens(), PROVIDER, provider, "type", "input"));
            tokens.dataPoint(point(sum.outputTokens(), PROVIDER, provider, "type", "output"));
            tokens.dataPoint(point(sum.cacheCreationInputTokens(), PROVIDER, provider, "type", "cache_creation_input"));
            tokens.dataPoint(point(sum.cacheReadInputTokens(), PROVIDER, provider, "type", "cache_read_input"));
        });
        all.add(attempts.build());
        all.add(tokens.build());
    }

    private void addQuotas(List<MetricSnapshot> all) {
        Gauges limits = new Gauges(
                all, "ccproxy_provider_quota_limit", "How much of a quota a provider allows the key that it is sent.");
        Gauges remaining =
                new Gauges(all, "ccproxy_provider_quota_remaining", "How much of it was left at the last response.");
        Gauges resets = new Gauges(
                all, "ccproxy_provider_quota_reset_timestamp_seconds", "When it is full again, in Unix time.");
        quotas.get()
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

    private static CounterDataPointSnapshot point(long count, String... labels) {
        return CounterDataPointSnapshot.builder()
                .labels(Labels.of(labels))
                .value((double) count)
                .build();
    }
}
