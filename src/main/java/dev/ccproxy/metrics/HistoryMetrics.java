package dev.ccproxy.metrics;

import dev.ccproxy.history.HistoryFigures;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** What a counter cannot tell: availability over long windows, which survives restarts; and whether the history is kept. */
record HistoryMetrics(HistoryFigures figures) {

    void addTo(List<MetricSnapshot> all) {
        Gauges availability = new Gauges(
                all,
                "ccproxy_provider_availability_ratio",
                "The part of the known time of a window in which a provider could be used, by all nodes.");
        figures.availability()
                .forEach((window, byProvider) -> byProvider.forEach(
                        (provider, ratio) -> availability.add(ratio, "provider", provider, "window", window)));
        availability.end();
        gauge(all, "ccproxy_history_kept", "Whether the history could be kept the last time.", figures.kept() ? 1 : 0);
        gauge(all, "ccproxy_history_waiting_rows", "Rows of the history that wait to be kept.", figures.waitingRows());
        all.add(CounterSnapshot.builder()
                .name("ccproxy_history_lost_rows")
                .help("Rows of the history that could not be kept, because too many were waiting.")
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value((double) figures.lostRows())
                        .build())
                .build());
    }

    private static void gauge(List<MetricSnapshot> all, String name, String help, double value) {
        Gauges gauge = new Gauges(all, name, help);
        gauge.add(value);
        gauge.end();
    }
}
