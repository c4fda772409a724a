package dev.ccproxy.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;

/** A gauge with a value for each set of labels; left out if it has no value. */
final class Gauges {

    private final List<MetricSnapshot> all;
    private final GaugeSnapshot.Builder builder;
    private boolean empty = true;

    /** One to be added to all metrics; its unit is seconds if its name says so. */
    Gauges(List<MetricSnapshot> all, String name, String help) {
        this.all = all;
        builder = GaugeSnapshot.builder().name(name).help(help);
        if (name.endsWith("_seconds")) {
            builder.unit(Unit.SECONDS);
        }
    }

    /** Adds a value for labels, each a name and a value. */
    void add(double value, String... labels) {
        empty = false;
        builder.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of(labels))
                .value(value)
                .build());
    }

    /** Adds the gauge to all metrics, after its last value. */
    void end() {
        if (!empty) {
            all.add(builder.build());
        }
    }
}
