package dev.ccproxy.history;

import static java.util.Comparator.comparing;

import dev.ccproxy.history.HistoryReport.Availability;
import dev.ccproxy.history.HistoryReport.Change;
import dev.ccproxy.history.HistoryReport.Incident;
import dev.ccproxy.history.HistoryReport.Note;
import dev.ccproxy.history.HistoryReport.ProviderHistory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Puts together what was asked for. Waits for the store. */
record HistoryReader(HistoryStore store, Historian historian, String node) {

    /** An incident that was going on at the beginning of a range may have begun so long before. */
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    /** A node that was seen so recently is still watching. */
    private static final Duration GOES_ON = Duration.ofMinutes(1);

    private static final int MAX_INCIDENTS = 500;
    private static final int MAX_CHANGES = 500;
    private static final int MAX_ANNOTATIONS = 500;

    /** What was asked for, of these providers. */
    HistoryReport report(HistoryQuery query, List<String> providers, Windows windows, Instant now) throws SQLException {
        Scope scope = query.scope();
        Map<Long, Watch> watches = store.watches(scope.from().minus(LOOK_BACK)).stream()
                .collect(Collectors.toMap(Watch::id, Function.identity()));
        Predicate<Watch> goesOn = watch -> !watch.seenUntil().isBefore(now.minus(GOES_ON));
        List<Period> periods = store.periods(scope.from(scope.from().minus(LOOK_BACK)));
        List<Incident> incidents = Incidents.of(periods, watches, goesOn).stream()
                .filter(incident -> incident.beganAt().isBefore(scope.to()))
                .filter(incident ->
                        incident.endedAt() == null || incident.endedAt().isAfter(scope.from()))
                .toList();
        Points points = new Points(query);
        buckets(Step.dividing(query.step()), scope).forEach(points::add);
        return new HistoryReport(
                store.storage(),
                node,
                scope.from(),
                scope.to(),
                query.step() * 60L,
                historian.lost(),
                watches.values().stream()
                        .filter(watch -> watch.beganAt().isBefore(scope.to())
                                && !watch.seenUntil().isBefore(scope.from()))
                        .map(Watch::node)
                        .distinct()
                        .sorted()
                        .toList(),
                providers.stream()
                        .map(name -> new ProviderHistory(name, windows.of(name), points.of(name)))
                        .toList(),
                incidents.stream().limit(MAX_INCIDENTS).toList(),
                Math.max(incidents.size() - MAX_INCIDENTS, 0),
                scope.provider() == null ? null : changes(periods, watches, scope),
                notes(scope, watches));
    }

    /** Those that are kept, and the newest states of those that are not yet. */
    private List<Bucket> buckets(Step step, Scope scope) throws SQLException {
        // In this order: what is kept meanwhile is in both.
        List<Bucket> unkept = historian.unkeptBuckets();
        Map<Bucket.Key, Bucket> buckets = store.buckets(step, scope).stream()
                .collect(Collectors.toMap(Bucket::key, Function.identity(), (first, second) -> second));
        if (scope.hasNode(node)) {
            unkept.stream()
                    .filter(bucket -> bucket.key().step() == step)
                    .filter(bucket -> scope.hasProvider(bucket.key().provider()))
                    .filter(bucket -> scope.has(bucket.key().begin()))
                    .forEach(bucket -> buckets.put(bucket.key(), bucket));
        }
        return List.copyOf(buckets.values());
    }

    private static List<Change> changes(List<Period> periods, Map<Long, Watch> watches, Scope scope) {
        return periods.stream()
                .filter(period -> watches.containsKey(period.watch()))
                .filter(period -> !end(period, watches).isBefore(scope.from()))
                .sorted(comparing(Period::beganAt).thenComparing(Period::number).reversed())
                .limit(MAX_CHANGES)
                .map(period -> new Change(
                        period.beganAt(),
                        watch(period.watch(), watches).node(),
                        period.state().toString(),
                        period.reason(),
                        period.detail(),
                        HistoryReport.seconds(Duration.between(period.beganAt(), end(period, watches)))))
                .toList();
    }

    private static Instant end(Period period, Map<Long, Watch> watches) {
        return period.lastedUntil(watch(period.watch(), watches));
    }

    private static Watch watch(long id, Map<Long, Watch> watches) {
        return Objects.requireNonNull(watches.get(id));
    }

    private List<Note> notes(Scope scope, Map<Long, Watch> watches) throws SQLException {
        return store.annotations(scope).stream()
                .filter(annotation -> watches.containsKey(annotation.watch()))
                .sorted(comparing(Annotation::happenedAt)
                        .thenComparing(Annotation::number)
                        .reversed())
                .limit(MAX_ANNOTATIONS)
                .map(annotation -> new Note(
                        annotation.happenedAt(),
                        watch(annotation.watch(), watches).node(),
                        annotation.kind(),
                        annotation.note()))
                .toList();
    }

    /**
     * Reads the availability of all providers over all windows, by all nodes.
     *
     * @param now by this node's clock
     */
    Windows windows(Instant now) throws SQLException {
        Map<Window, Map<String, Figures>> times = new TreeMap<>();
        for (Window window : Window.values()) {
            times.put(window, store.times(window.step(), new Scope(window.from(now), now, null, null)));
        }
        return new Windows(now, times);
    }

    /** Availability over the windows, as it was at an instant. */
    record Windows(Instant at, Map<Window, Map<String, Figures>> times) {

        static final Windows NONE = new Windows(Instant.EPOCH, Map.of());

        /** What could not be read anew for so long says nothing about now. */
        private static final Duration MAX_AGE = Duration.ofMinutes(5);

        /** By a clock that may have been set, in either direction. */
        boolean isOlderThan(Duration age, Instant now) {
            return Duration.between(at, now).abs().compareTo(age) >= 0;
        }

        boolean isTooOld(Instant now) {
            return isOlderThan(MAX_AGE, now);
        }

        /** Availability by the label of a window and by provider, where it is known; empty if this is too old. */
        Map<String, Map<String, Double>> ratios(Instant now) {
            Map<String, Map<String, Double>> ratios = new LinkedHashMap<>();
            if (isTooOld(now)) {
                return ratios;
            }
            times.forEach((window, byProvider) -> {
                Map<String, Double> known = new TreeMap<>();
                byProvider.forEach((provider, figures) -> {
                    Double ratio = figures.availability();
                    if (ratio != null) {
                        known.put(provider, ratio);
                    }
                });
                ratios.put(window.label(), known);
            });
            return ratios;
        }

        List<Availability> of(String provider) {
            return times.entrySet().stream()
                    .map(each -> each.getKey().availability(at, each.getValue().getOrDefault(provider, Figures.NONE)))
                    .toList();
        }
    }
}
