package dev.ccproxy.history;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Keeps the newest rows since the start in memory: some ten megabytes at most. */
final class MemoryStore implements HistoryStore {

    /** Of each kind, and of buckets of each length. */
    private static final int MAX_ROWS = 20_000;

    private final Map<Long, Watch> watches = new LinkedHashMap<>();
    private final Map<Object, Period> periods = new LinkedHashMap<>();
    private final Map<Object, Annotation> annotations = new LinkedHashMap<>();
    private final Map<Step, Map<Object, Bucket>> buckets = new TreeMap<>();

    @Override
    public String storage() {
        return "memory";
    }

    @Override
    public synchronized void write(List<? extends Row> rows) {
        for (Row row : rows) {
            if (row instanceof Watch watch) {
                Watch known = watches.get(watch.id());
                watches.put(watch.id(), watch.numbered(known == null ? watches.size() + 1 : known.number()));
            } else if (row instanceof Period period) {
                put(periods, period);
            } else if (row instanceof Annotation annotation) {
                put(annotations, annotation);
            } else if (row instanceof Bucket bucket) {
                put(buckets.computeIfAbsent(bucket.key().step(), step -> new LinkedHashMap<>()), bucket);
            }
        }
    }

    private static <R extends Row> void put(Map<Object, R> map, R row) {
        map.put(row.key(), row);
        if (map.size() > MAX_ROWS) {
            map.remove(map.keySet().iterator().next());
        }
    }

    @Override
    public List<String> changedSettings(String node, Map<String, String> settings) {
        return List.of();
    }

    @Override
    public void keepSettings(String node, Map<String, String> settings) {
        // There is no start after which they could be compared.
    }

    @Override
    public synchronized void prune(Instant now) {
        buckets.forEach((step, rows) -> {
            Instant oldest = now.minus(step.kept());
            rows.values().removeIf(bucket -> bucket.key().end().isBefore(oldest));
        });
    }

    @Override
    public synchronized List<Watch> watches(Instant since) {
        return watches.values().stream()
                .filter(watch -> !watch.seenUntil().isBefore(since))
                .toList();
    }

    @Override
    public synchronized List<Period> periods(Scope scope) {
        return newest(periods.values().stream()
                .filter(period -> scope.hasProvider(period.provider()) && hasNode(scope, period.watch()))
                .filter(period -> period.beganAt().isBefore(scope.to()))
                .filter(period -> !end(period).isBefore(scope.from()))
                .toList());
    }

    private Instant end(Period period) {
        Watch watch = watches.get(period.watch());
        return watch == null ? Instant.MAX : period.lastedUntil(watch);
    }

    private boolean hasNode(Scope scope, long watch) {
        Watch known = watches.get(watch);
        return known != null && scope.hasNode(known.node());
    }

    private static <R> List<R> newest(List<R> rows) {
        return rows.subList(Math.max(rows.size() - Scope.MAX_ROWS, 0), rows.size());
    }

    @Override
    public synchronized List<Bucket> buckets(Step step, Scope scope) {
        return found(step, scope)
                .sorted(Comparator.comparingInt(bucket -> bucket.key().begin()))
                .toList();
    }

    private Stream<Bucket> found(Step step, Scope scope) {
        return buckets.getOrDefault(step, Map.of()).values().stream()
                .filter(bucket -> scope.hasProvider(bucket.key().provider()))
                .filter(bucket -> hasNode(scope, bucket.key().watch()))
                .filter(bucket -> scope.has(bucket.key().begin()));
    }

    @Override
    public synchronized Map<String, Figures> times(Step step, Scope scope) {
        Map<String, Figures> sums = new TreeMap<>();
        found(step, scope)
                .forEach(bucket -> sums.merge(
                        bucket.key().provider(),
                        new Figures(
                                bucket.figures().up(),
                                bucket.figures().degraded(),
                                bucket.figures().down(),
                                Figures.Checks.NONE,
                                Traffic.NONE),
                        Figures::plus));
        return sums;
    }

    @Override
    public synchronized List<Annotation> annotations(Scope scope) {
        return newest(annotations.values().stream()
                .filter(annotation -> scope.has(annotation.happenedAt()) && hasNode(scope, annotation.watch()))
                .toList());
    }
}
