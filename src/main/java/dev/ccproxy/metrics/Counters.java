package dev.ccproxy.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.List;

/** A counter with a value for each set of labels; left out if it has no value. */
final class Counters {

    private final List<MetricSnapshot> all;
    private final CounterSnapshot.Builder builder;
    private boolean empty = true;

    /** One to be added to all metrics, named without {@code _total}. */
    Counters(List<MetricSnapshot> all, String name, String help) {
        this.all = all;
        builder = CounterSnapshot.builder().name(name).help(help);
    }

    /** Adds a value for labels, each a name and a value. */
    void add(long count, String... labels) {
        addAmount((double) count, labels);
    }

    /** The same of what is no number of anything. */
    void addAmount(double amount, String... labels) {
        empty = false;
        builder.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of(labels))
                .value(amount)
                .build());
    }

    /** These labels and one more. */
    static String[] with(String[] labels, String name, String value) {
        String[] more = Arrays.copyOf(labels, labels.length + 2);
        more[labels.length] = name;
        more[labels.length + 1] = value;
        return more;
    }

    /** Adds the counter to all metrics, after its last value. */
    void end() {
        if (!empty) {
            all.add(builder.build());
        }
    }
}
