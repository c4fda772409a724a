package dev.ccproxy.metrics;

import dev.ccproxy.auth.ApiKeys;
import dev.ccproxy.auth.Client;
import dev.ccproxy.auth.Requests;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Requests by key, and those that were refused, by cause. */
@ApplicationScoped
public class RequestMetrics {

    private final Supplier<Map<Client, Requests.Use>> uses;
    private final Supplier<Map<String, Long>> refused;

    /** For the container's proxy, which never uses it. */
    protected RequestMetrics() {
        this(Map::of, Map::of);
    }

    @Inject
    public RequestMetrics(ApiKeys keys, Requests requests) {
        this(() -> keys.uses(requests), requests::refused);
    }

    /** Of the uses by client, and of the refused requests by cause. */
    public RequestMetrics(Supplier<Map<Client, Requests.Use>> uses, Supplier<Map<String, Long>> refused) {
        this.uses = uses;
        this.refused = refused;
    }

    void addTo(List<MetricSnapshot> all) {
        Counters requests = new Counters(
                all,
                "ccproxy_requests",
                "Requests that were let in, by the key's name, team and first eight digits of its SHA-256 digest;"
                        + " local: from this machine, without a key.");
        Gauges last = new Gauges(
                all,
                "ccproxy_key_last_used_timestamp_seconds",
                "When the last request of a key was let in since the start, in Unix time.");
        uses.get().forEach((client, use) -> {
            String[] labels = labels(client);
            requests.add(use.requests(), labels);
            if (use.last() != null) {
                last.add(use.last().toEpochMilli() / 1e3, labels);
            }
        });
        Counters refusals = new Counters(all, "ccproxy_refused_requests", "Requests that were refused, by cause.");
        refused.get().forEach((cause, count) -> refusals.add(count, "cause", cause));
        requests.end();
        last.end();
        refusals.end();
    }

    private static String[] labels(Client client) {
        String team = Objects.requireNonNullElse(client.team(), "");
        return new String[] {"client", client.name(), "team", team, "key", client.key()};
    }
}
