package dev.ccproxy.history;

import static java.util.Comparator.comparing;

import dev.ccproxy.history.HistoryReport.Incident;
import dev.ccproxy.history.HistoryReport.IncidentReason;
import dev.ccproxy.monitor.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the incidents among the periods of providers: from the first failed check to the first good one, as one node saw it.
 * While nothing is known, an incident goes on, unless the program was off for more than an hour; then its end is unknown.
 */
final class Incidents {

    private static final Duration MAX_GAP = Duration.ofHours(1);

    /** Of one incident; more of them are counted. */
    private static final int MAX_REASONS = 50;

    private final Map<Long, Watch> watches;
    private final Predicate<Watch> goesOn;
    private final List<Incident> found = new ArrayList<>();

    private @Nullable Building present;
    private @Nullable Watch lastWatch;

    private Incidents(Map<Long, Watch> watches, Predicate<Watch> goesOn) {
        this.watches = watches;
        this.goesOn = goesOn;
    }

    /**
     * The newest first.
     *
     * @param goesOn whether a watch has not ended
     */
    static List<Incident> of(List<Period> periods, Map<Long, Watch> watches, Predicate<Watch> goesOn) {
        Map<String, List<Period>> series = periods.stream()
                .filter(period -> watches.containsKey(period.watch()))
                .collect(Collectors.groupingBy(period ->
                        period.provider() + " " + watch(watches, period).node()));
        Incidents incidents = new Incidents(watches, goesOn);
        series.values().forEach(incidents::find);
        incidents.found.sort(comparing(Incident::beganAt).reversed());
        return incidents.found;
    }

    private static Watch watch(Map<Long, Watch> watches, Period period) {
        return Objects.requireNonNull(watches.get(period.watch()));
    }

    private void find(List<Period> series) {
        present = null;
        lastWatch = null;
        List<Period> ordered = new ArrayList<>(series);
        ordered.sort(
                comparing((Period period) -> watch(watches, period).number()).thenComparing(Period::number));
        ordered.forEach(this::add);
        Building open = present;
        if (open != null && lastWatch != null) {
            found.add(open.end(null, goesOn.test(lastWatch)));
        }
    }

    private void add(Period period) {
        Watch watch = watch(watches, period);
        Building open = present;
        if (open != null && lastWatch != null && lastWatch.id() != watch.id()) {
            Duration gap = watch.continues() ? Duration.ZERO : gap(lastWatch.seenUntil(), watch.beganAt());
            if (gap.compareTo(MAX_GAP) > 0) {
                found.add(open.end(null, false));
                open = null;
            } else {
                open.unknown(gap);
            }
        }
        lastWatch = watch;
        Instant end = period.lastedUntil(watch);
        Duration length = gap(period.beganAt(), end);
        if (period.state() == State.DOWN) {
            open = open == null ? new Building(period, watch.node()) : open;
            open.down(period, length, end);
        } else if (period.state() == State.UNKNOWN) {
            if (open != null) {
                open.unknown(length);
            }
        } else if (open != null) {
            found.add(open.end(period.beganAt(), false));
            open = null;
        }
        present = open;
    }

    private static Duration gap(Instant from, Instant to) {
        Duration gap = Duration.between(from, to);
        return gap.isNegative() ? Duration.ZERO : gap;
    }

    /** An incident that is being put together. */
    private static final class Building {

        private final String provider;
        private final String node;
        private final Instant beganAt;
        private final List<IncidentReason> reasons = new ArrayList<>();
        private Duration duration;
        private Duration unknown = Duration.ZERO;
        private Duration unknownAtTheEnd = Duration.ZERO;
        private Instant lastKnown;
        private int moreReasons;

        Building(Period first, String node) {
            provider = first.provider();
            this.node = node;
            beganAt = Objects.requireNonNullElse(first.downSince(), first.beganAt());
            // What was before the first period that was read, if any.
            duration = gap(beganAt, first.beganAt());
            lastKnown = first.beganAt();
        }

        void down(Period period, Duration length, Instant end) {
            unknown = unknown.plus(unknownAtTheEnd);
            unknownAtTheEnd = Duration.ZERO;
            duration = duration.plus(length);
            lastKnown = end;
            if (reasons.size() == MAX_REASONS) {
                moreReasons++;
            } else {
                reasons.add(new IncidentReason(
                        period.beganAt(), period.reason(), period.detail(), HistoryReport.seconds(length)));
            }
        }

        void unknown(Duration length) {
            unknownAtTheEnd = unknownAtTheEnd.plus(length);
        }

        /**
         * The incident.
         *
         * @param end when a check found the provider well again; null if none did
         */
        Incident end(@Nullable Instant end, boolean goesOn) {
            boolean over = end == null && !goesOn;
            Duration allUnknown = over ? unknown : unknown.plus(unknownAtTheEnd);
            return new Incident(
                    provider,
                    node,
                    beganAt,
                    over ? lastKnown : end,
                    goesOn,
                    !over,
                    HistoryReport.seconds(duration.plus(allUnknown)),
                    HistoryReport.seconds(allUnknown),
                    reasons,
                    moreReasons);
        }
    }
}
