package dev.ccproxy.metrics;

import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Elapsed;
import dev.ccproxy.monitor.Latency;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.monitor.State;
import dev.ccproxy.monitor.Tls;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of each provider and of its checks.
 *
 * @param now the time on the monitor's clock
 * @param origin the date at which that clock was at zero
 */
record ProviderMetrics(Snapshot snapshot, Duration now, Instant origin) {

    private static final String PROVIDER = "provider";

    void addTo(List<MetricSnapshot> all) {
        addStates(all);
        addChecks(all);
    }

    private void addStates(List<MetricSnapshot> all) {
        StateSetSnapshot.Builder states = StateSetSnapshot.builder()
                .name("ccproxy_provider_state")
                .help("The state of a provider: 1 for the one that it is in.");
        InfoSnapshot.Builder reasons =
                InfoSnapshot.builder().name("ccproxy_provider_reason").help("Why a provider is in its state.");
        Gauges since = new Gauges(
                all, "ccproxy_provider_since_timestamp_seconds", "When the state of a provider began, in Unix time.");
        for (ProviderHealth health : snapshot.providers()) {
            String name = health.provider().name();
            Reason reason = health.reason(now);
            StateSetDataPointSnapshot.Builder state =
                    StateSetDataPointSnapshot.builder().labels(Labels.of(PROVIDER, name));
            for (State each : State.values()) {
                state.state(each.toString(), each == reason.state());
            }
            states.dataPoint(state.build());
            reasons.dataPoint(InfoDataPointSnapshot.builder()
                    .labels(Labels.of(PROVIDER, name, "reason", reason.toString()))
                    .build());
            since.add(origin.plus(health.since(now)).toEpochMilli() / 1e3, PROVIDER, name);
        }
        if (!snapshot.providers().isEmpty()) {
            all.add(states.build());
            all.add(reasons.build());
        }
        since.end();
    }

    private void addChecks(List<MetricSnapshot> all) {
        CounterSnapshot.Builder checks =
                CounterSnapshot.builder().name("ccproxy_provider_checks").help("Checks of a provider that are over.");
        Gauges phases = new Gauges(
                all, "ccproxy_provider_check_phase_seconds", "How long a phase of the last check of a provider took.");
        Gauges total = new Gauges(
                all, "ccproxy_provider_check_duration_seconds", "How long the last check of a provider took.");
        Gauges expiry = new Gauges(
                all,
                "ccproxy_provider_certificate_expiry_timestamp_seconds",
                "When the first certificate of a provider's chain expires, in Unix time.");
        Gauges expiring = new Gauges(
                all,
                "ccproxy_provider_certificate_expiring_timestamp_seconds",
                "From when on that certificate counts as expiring, in Unix time.");
        boolean checked = false;
        for (ProviderHealth health : snapshot.providers()) {
            String name = health.provider().name();
            health.history()
                    .checks()
                    .forEach((reason, count) -> checks.dataPoint(CounterDataPointSnapshot.builder()
                            .labels(Labels.of(PROVIDER, name, "reason", reason.toString()))
                            .value(count)
                            .build()));
            CheckResult last = health.lastResult();
            if (last == null) {
                continue;
            }
            checked = true;
            Latency latency = last.latency();
            addDuration(phases, latency.dns(), PROVIDER, name, "phase", "dns");
            addDuration(phases, latency.connect(), PROVIDER, name, "phase", "connect");
            addDuration(phases, latency.tls(), PROVIDER, name, "phase", "tls");
            addDuration(phases, latency.firstByte(), PROVIDER, name, "phase", "first_byte");
            addDuration(total, latency.total(), PROVIDER, name);
            Tls tls = last.tls();
            if (tls != null) {
                expiry.add((double) tls.notAfter().getEpochSecond(), PROVIDER, name);
                expiring.add((double) tls.expiringFrom().getEpochSecond(), PROVIDER, name);
            }
        }
        if (checked) {
            all.add(checks.build());
        }
        total.end();
        phases.end();
        expiry.end();
        expiring.end();
    }

    private static void addDuration(Gauges gauges, @Nullable Duration duration, String... labels) {
        if (duration != null) {
            gauges.add(Elapsed.preciseSeconds(duration), labels);
        }
    }
}
