package dev.ccproxy.usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How many durations were how long, for Prometheus' histograms. */
public final class Histogram {

    private final List<Duration> bounds;
    private final AtomicLongArray counts;
    private final LongAdder nanos = new LongAdder();

    /** With the upper bounds of its classes, but for the last class, which has none. */
    Histogram(List<Duration> bounds) {
        this.bounds = bounds;
        counts = new AtomicLongArray(bounds.size() + 1);
    }

    void add(Duration duration) {
        int index = 0;
        while (index < bounds.size() && duration.compareTo(bounds.get(index)) > 0) {
            index++;
        }
        counts.incrementAndGet(index);
        nanos.add(duration.toNanos());
    }

    /**
     * What was counted so far.
     *
     * @param bounds of the classes, in seconds; the last one is infinite
     * @param counts of each class alone
     * @param sum of all durations, in seconds
     */
    public record Counts(List<Double> bounds, List<Long> counts, double sum) {}

    /** A copy; a duration that is being added may be in it with half of what it changes. */
    public Counts counts() {
        List<Double> seconds = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < counts.length(); i++) {
            seconds.add(i < bounds.size() ? bounds.get(i).toNanos() / 1e9 : Double.POSITIVE_INFINITY);
            numbers.add(counts.get(i));
        }
        return new Counts(seconds, numbers, nanos.sum() / 1e9);
    }
}
