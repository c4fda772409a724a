package dev.ccproxy.metrics;

import dev.ccproxy.history.HistoryFigures;
import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.monitor.Elapsed;
import dev.ccproxy.monitor.Snapshot;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All metrics at one time; names and units by Prometheus' conventions. What is not known is left out. */
public final class Metrics {

    private static final ExpositionFormatWriter OPENMETRICS =
            OpenMetricsTextFormatWriter.builder().build();
    private static final ExpositionFormatWriter PROMETHEUS =
            PrometheusTextFormatWriter.builder().build();

    private final List<MetricSnapshot> all = new ArrayList<>();

    private Metrics() {}

    /**
     * Collects them.
     *
     * @param build the labels of the build
     * @param snapshot the health of the providers
     * @param now the time on the monitor's clock
     * @param origin the date at which that clock was at zero
     * @param maintenance the present one; null if there is none
     * @param requests who sends requests
     * @param usage what the gateway used
     * @param routing what rests, and how far clients are at their limits
     * @param history what is known of the past
     */
    public static Metrics of(
            Map<String, String> build,
            Snapshot snapshot,
            Duration now,
            Instant origin,
            @Nullable Maintenance maintenance,
            RequestMetrics requests,
            UsageMetrics usage,
            RoutingMetrics routing,
            HistoryFigures history) {
        Metrics metrics = new Metrics();
        metrics.addBuild(build);
        metrics.addTotals(snapshot, now);
        metrics.addMaintenance(maintenance);
        requests.addTo(metrics.all);
        usage.addTo(metrics.all);
        routing.addTo(metrics.all);
        new HistoryMetrics(history).addTo(metrics.all);
        new ProviderMetrics(snapshot, now, origin).addTo(metrics.all);
        return metrics;
    }

    /** In the format of OpenMetrics 1.0.0, UTF-8. */
    public byte[] openMetrics() {
        return write(OPENMETRICS);
    }

    /** In Prometheus' text format 0.0.4, UTF-8. */
    public byte[] prometheus() {
        return write(PROMETHEUS);
    }

    private byte[] write(ExpositionFormatWriter writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, new MetricSnapshots(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void addBuild(Map<String, String> build) {
        Labels.Builder labels = Labels.builder();
        build.forEach(labels::label);
        info("ccproxy_build", "The build of this program.", labels.build());
    }

    private void addTotals(Snapshot snapshot, Duration now) {
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

    private void addMaintenance(@Nullable Maintenance maintenance) {
        gauge("ccproxy_maintenance_active", "Whether this program is in maintenance.", maintenance == null ? 0 : 1);
        if (maintenance != null && maintenance.until() != null) {
            gauge(
                    "ccproxy_maintenance_until_timestamp_seconds",
                    "When the maintenance ends by itself, in Unix time.",
                    maintenance.until().toEpochMilli() / 1e3);
        }
        if (maintenance != null && maintenance.note() != null) {
            info("ccproxy_maintenance_note", "What the maintenance is for.", Labels.of("note", maintenance.note()));
        }
    }

    private void gauge(String name, String help, double value) {
        Gauges gauge = new Gauges(all, name, help);
        gauge.add(value);
        gauge.end();
    }

    private void info(String name, String help, Labels labels) {
        all.add(InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build());
    }
}
