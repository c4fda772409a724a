package dev.ccproxy.status;

import dev.ccproxy.usage.Histogram;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long something took, in {@link TrafficReport}. Only the mean is exact: of the others, no more is known than a class of
 * the metrics' histogram.
 *
 * @param count how many there were
 * @param meanMs in milliseconds; null if there were none
 * @param atMostMsP50 half of them took at most so long; null if there were none, or if it is beyond the last class
 * @param atMostMsP95 the same of 95 in a hundred
 */
@JsonbPropertyOrder({"count", "meanMs", "atMostMsP50", "atMostMsP95"})
public record TrafficTimes(
        long count,
        @Nullable Double meanMs,
        @Nullable Double atMostMsP50,
        @Nullable Double atMostMsP95) {

    private static final TrafficTimes NONE = new TrafficTimes(0, null, null, null);

    /** Of all that histograms of the same classes have counted. */
    static TrafficTimes of(List<Histogram> histograms) {
        if (histograms.isEmpty()) {
            return NONE;
        }
        List<Double> bounds = histograms.get(0).counts().bounds();
        long[] counts = new long[bounds.size()];
        double seconds = 0;
        long count = 0;
        for (Histogram histogram : histograms) {
            Histogram.Counts each = histogram.counts();
            seconds += each.sum();
            for (int i = 0; i < counts.length; i++) {
                counts[i] += each.counts().get(i);
                count += each.counts().get(i);
            }
        }
        return count == 0
                ? NONE
                : new TrafficTimes(
                        count,
                        1000 * seconds / count,
                        atMost(0.5 * count, counts, bounds),
                        atMost(0.95 * count, counts, bounds));
    }

    private static @Nullable Double atMost(double rank, long[] counts, List<Double> bounds) {
        int index = 0;
        for (long below = counts[0]; below < rank; below += counts[index]) {
            index++;
        }
        return bounds.get(index).isInfinite() ? null : Double.valueOf(1000 * bounds.get(index));
    }
}
