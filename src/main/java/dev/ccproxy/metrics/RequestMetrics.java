package dev.ccproxy.metrics;

import dev.ccproxy.auth.ApiKeys;
import dev.ccproxy.auth.Requests;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Who asks, and who was refused. */
@ApplicationScoped
public class RequestMetrics {

    private static final String KEY = "key";

    private final Supplier<Map<String, Requests.Use>> uses;
    private final Supplier<Map<String, Long>> refused;

    /** For the container's proxy, which never uses it. */
    protected RequestMetrics() {
        this(Map::of, Map::of);
    }

    /**
     * Those of this application.
     *
     * @param keys that are valid
     * @param requests has counted
     */
    @Inject
    public RequestMetrics(ApiKeys keys, Requests requests) {
        this(() -> keys.uses(requests), requests::refused);
    }

    /**
     * Of what somebody else has counted.
     *
     * @param uses by the label of a key
     * @param refused by cause
     */
    public RequestMetrics(Supplier<Map<String, Requests.Use>> uses, Supplier<Map<String, Long>> refused) {
        this.uses = uses;
        this.refused = refused;
    }

    void addTo(List<MetricSnapshot> all) {
        CounterSnapshot.Builder requests = CounterSnapshot.builder()
                .name("ccproxy_requests")
                .help("Requests that were let in, by the first eight digits of the SHA-256 digest of their key; local:"
                        + " from this machine, without one.");
        Gauges last = new Gauges(
                all,
                "ccproxy_key_last_used_timestamp_seconds",
                "When a key was last good for a request since the start, in Unix time.");
        uses.get().forEach((key, use) -> {
            requests.dataPoint(point(use.requests(), KEY, key));
            if (use.last() != null) {
                last.add(use.last().toEpochMilli() / 1e3, KEY, key);
            }
        });
        CounterSnapshot.Builder refusals = CounterSnapshot.builder()
                .name("ccproxy_refused_requests")
                .help("Requests that were refused, by cause.");
        refused.get().forEach((cause, count) -> refusals.dataPoint(point(count, "cause", cause)));
        all.add(requests.build());
        last.end();
        all.add(refusals.build());
    }

    private static CounterDataPointSnapshot point(long count, String label, String value) {
        return CounterDataPointSnapshot.builder()
                .labels(Labels.of(label, value))
                .value((double) count)
                .build();
    }
}
