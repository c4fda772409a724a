package dev.ccproxy.history;

import dev.ccproxy.history.HistoryReport.LatencyMs;
import dev.ccproxy.history.HistoryReport.Point;
import dev.ccproxy.history.HistoryReport.PointTraffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds buckets up to the points of a chart, one for each step of the range. */
final class Points {

    private final Scope scope;
    private final int step;
    private final Map<String, Map<Integer, Figures>> sums = new HashMap<>();

    Points(HistoryQuery query) {
        scope = query.scope();
        step = query.step();
    }

    void add(Bucket bucket) {
        int begin = bucket.key().begin() - Math.floorMod(bucket.key().begin(), step);
        sums.computeIfAbsent(bucket.key().provider(), name -> new HashMap<>())
                .merge(begin, bucket.figures(), Figures::plus);
    }

    List<Point> of(String provider) {
        Map<Integer, Figures> figures = sums.getOrDefault(provider, Map.of());
        List<Point> points = new ArrayList<>();
        int end = Step.MINUTE.begin(scope.to().plusSeconds(59));
        for (int begin = Step.MINUTE.begin(scope.from()); begin < end; begin += step) {
            points.add(point(begin, figures.getOrDefault(begin, Figures.NONE)));
        }
        return points;
    }

    private static Point point(int begin, Figures figures) {
        return new Point(
                Instant.ofEpochSecond(begin * 60L),
                figures.availability(),
                figures.up() / 1000.0,
                figures.degraded() / 1000.0,
                figures.down() / 1000.0,
                figures.checks().count(),
                figures.checks().down(),
                latency(figures.checks()),
                traffic(figures.traffic()));
    }

    private static @Nullable LatencyMs latency(Figures.Checks checks) {
        return checks.total().count() == 0
                ? null
                : new LatencyMs(
                        checks.dns().mean(),
                        checks.connect().mean(),
                        checks.tls().mean(),
                        checks.firstByte().mean(),
                        checks.total().mean(),
                        checks.maxMicros() / 1000.0);
    }

    private static @Nullable PointTraffic traffic(Traffic traffic) {
        return traffic.attempts() == 0
                ? null
                : new PointTraffic(
                        traffic.attempts(),
                        new TreeMap<>(traffic.failures()),
                        traffic.firstByte().mean());
    }
}
