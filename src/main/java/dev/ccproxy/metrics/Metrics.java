package dev.ccproxy.metrics;

import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Elapsed;
import dev.ccproxy.monitor.Latency;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.monitor.State;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of one snapshot at one time; names and units by Prometheus' conventions. What is not known is left out. */
public final class Metrics {

    private static final String PROVIDER = "provider";
    private static final ExpositionFormatWriter OPENMETRICS =
            OpenMetricsTextFormatWriter.builder().build();
    private static final ExpositionFormatWriter PROMETHEUS =
            PrometheusTextFormatWriter.builder().build();

    private final Snapshot snapshot;
    private final Duration now;
    private final Instant origin;
    private final List<MetricSnapshot> all = new ArrayList<>();

    private Metrics(Snapshot snapshot, Duration now, Instant origin) {
        this.snapshot = snapshot;
        this.now = now;
        this.origin = origin;
    }

    /**
     * The metrics.
     *
     * @param build what is known of the program, by label
     * @param snapshot what is known of the providers
     * @param now the time on the monitor's clock
     * @param origin the date at which that clock was at zero
     * @param maintenance the one that there is; null where there is none
     * @param requests who asks
     * @return those of this moment
     */
    public static Metrics of(
            Map<String, String> build,
            Snapshot snapshot,
            Duration now,
            Instant origin,
            @Nullable Maintenance maintenance,
            RequestMetrics requests) {
        Metrics metrics = new Metrics(snapshot, now, origin);
        metrics.ofTheProgram(build);
        metrics.ofTheMaintenance(maintenance);
        requests.addTo(metrics.all);
        metrics.ofTheProviders();
        metrics.ofTheChecks();
        return metrics;
    }

    /**
     * By OpenMetrics 1.0.0.
     *
     * @return UTF-8
     */
    public byte[] openMetrics() {
        return written(OPENMETRICS);
    }

    /**
     * By Prometheus' text format 0.0.4.
     *
     * @return UTF-8
     */
    public byte[] prometheus() {
        return written(PROMETHEUS);
    }

    private byte[] written(ExpositionFormatWriter writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, new MetricSnapshots(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void ofTheProgram(Map<String, String> build) {
        InfoSnapshot.Builder info = InfoSnapshot.builder().name("ccproxy_build").help("The build of this program.");
        Labels.Builder labels = Labels.builder();
        build.forEach(labels::label);
        all.add(info.dataPoint(
                        InfoDataPointSnapshot.builder().labels(labels.build()).build())
                .build());
        gauge("ccproxy_uptime_seconds", "Time since the application started.", Elapsed.seconds(now));
        gauge("ccproxy_providers", "Providers that are configured and enabled.", snapshot.count());
        gauge(
                "ccproxy_providers_active",
                "Enabled providers that can be used: those that are up or degraded.",
                snapshot.active(now).size());
        snapshot.age(now)
                .ifPresent(age -> gauge(
                        "ccproxy_snapshot_age_seconds",
                        "Time since the newest check of any provider was over.",
                        Elapsed.seconds(age)));
    }

    private void ofTheMaintenance(@Nullable Maintenance maintenance) {
        gauge("ccproxy_maintenance_active", "Whether this program is in maintenance.", maintenance == null ? 0 : 1);
        if (maintenance != null && maintenance.until() != null) {
            gauge(
                    "ccproxy_maintenance_until_timestamp_seconds",
                    "When the maintenance ends by itself, in Unix time.",
                    maintenance.until().toEpochMilli() / 1e3);
        }
        if (maintenance != null && maintenance.note() != null) {
            all.add(InfoSnapshot.builder()
                    .name("ccproxy_maintenance_note")
                    .help("What the maintenance is for.")
                    .dataPoint(InfoDataPointSnapshot.builder()
                            .labels(Labels.of("note", maintenance.note()))
                            .build())
                    .build());
        }
    }

    private void ofTheProviders() {
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
            since.add(timestamp(health.since(now)), PROVIDER, name);
        }
        if (!snapshot.providers().isEmpty()) {
            all.add(states.build());
            all.add(reasons.build());
        }
        since.end();
    }

    private void ofTheChecks() {
        CounterSnapshot.Builder checks =
                CounterSnapshot.builder().name("ccproxy_provider_checks").help("Checks of a provider that are over.");
        Gauges phases = new Gauges(
                all, "ccproxy_provider_check_phase_seconds", "How long a phase of the last check of a provider took.");
        Gauges total = new Gauges(
                all, "ccproxy_provider_check_duration_seconds", "How long the last check of a provider took.");
        Gauges expiry = new Gauges(
                all,
                "ccproxy_provider_certificate_expiry_timestamp_seconds",
                "When the first certificate of a provider's chain runs out, in Unix time.");
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
            if (last != null) {
                checked = true;
                phases(phases, name, last.latency());
                if (last.latency().total() != null) {
                    total.add(Elapsed.preciseSeconds(last.latency().total()), PROVIDER, name);
                }
                if (last.tls() != null) {
                    expiry.add((double) last.tls().notAfter().getEpochSecond(), PROVIDER, name);
                    expiring.add((double) last.tls().expiringFrom().getEpochSecond(), PROVIDER, name);
                }
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

    private static void phases(Gauges phases, String provider, Latency latency) {
        phase(phases, provider, "dns", latency.dns());
        phase(phases, provider, "connect", latency.connect());
        phase(phases, provider, "tls", latency.tls());
        phase(phases, provider, "first_byte", latency.firstByte());
    }

    private static void phase(Gauges phases, String provider, String phase, @Nullable Duration took) {
        if (took != null) {
            phases.add(Elapsed.preciseSeconds(took), PROVIDER, provider, "phase", phase);
        }
    }

    private double timestamp(Duration time) {
        return origin.plus(time).toEpochMilli() / 1e3;
    }

    private void gauge(String name, String help, double value) {
        Gauges gauge = new Gauges(all, name, help);
        gauge.add(value);
        gauge.end();
    }
}
