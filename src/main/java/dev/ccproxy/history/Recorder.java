package dev.ccproxy.history;

import dev.ccproxy.monitor.CheckOutcome;
import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.monitor.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns what one watch sees into rows. Pure: times are on the monitor's clock, and come with what is seen. May be used by
 * several threads.
 */
final class Recorder {

    private final long watch;
    private final String node;

    /** The date at which the monitor's clock was at zero; the whole watch keeps it. */
    private final Instant origin;

    private final boolean continues;
    private final Duration beganAt;
    private final Map<String, ProviderRecorder> providers = new TreeMap<>();
    private final Map<Bucket.Key, Figures> buckets = new LinkedHashMap<>();
    private final Set<Bucket.Key> changedBuckets = new LinkedHashSet<>();
    private final Map<Object, Row> changed = new LinkedHashMap<>();
    private int periods;
    private int annotations;

    /**
     * Begins a watch.
     *
     * @param watch its id
     * @param continues see {@link Watch}
     */
    Recorder(long watch, String node, boolean continues, Instant origin, Snapshot snapshot, Duration now) {
        this.watch = watch;
        this.node = node;
        this.continues = continues;
        this.origin = origin;
        beganAt = now;
        for (ProviderHealth health : snapshot.providers()) {
            if (health.provider().settings().enabled()) {
                ProviderRecorder provider =
                        new ProviderRecorder(health.provider().name());
                providers.put(health.provider().name(), provider);
                provider.enter(health.reason(now), health.detail(now), now);
            }
        }
    }

    Instant date(Duration time) {
        return Instant.ofEpochMilli(origin.toEpochMilli() + time.toMillis());
    }

    Instant origin() {
        return origin;
    }

    synchronized void check(CheckOutcome outcome) {
        ProviderRecorder provider = providers.get(outcome.result().provider().name());
        if (provider != null) {
            provider.check(outcome);
        }
    }

    /** Time has passed: what was known is known for longer, or has become stale. */
    synchronized void tick(Snapshot snapshot, Duration now) {
        for (ProviderHealth health : snapshot.providers()) {
            ProviderRecorder provider = providers.get(health.provider().name());
            if (provider != null) {
                provider.tick(health, now);
            }
        }
    }

    /** What clients' requests have met since the last time. */
    synchronized void traffic(String provider, Traffic more, Duration now) {
        if (providers.containsKey(provider)) {
            add(provider, Figures.of(more), now);
        }
    }

    synchronized void annotate(String kind, @Nullable String note, Duration now) {
        Annotation annotation = new Annotation(watch, ++annotations, date(now), kind, note);
        changed.put(annotation.key(), annotation);
    }

    /**
     * The rows that are new or have changed since the last time, but for the buckets; the watch itself first.
     *
     * @param now until when it has watched
     */
    synchronized List<Row> changes(Duration now) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Watch(watch, node, 0, continues, date(beganAt), date(now)));
        rows.addAll(changed.values());
        changed.clear();
        return rows;
    }

    /** The buckets that are not kept as they are now; they are still to be kept. */
    synchronized List<Bucket> unkeptBuckets() {
        return changedBuckets.stream()
                .map(key -> new Bucket(key, Objects.requireNonNull(buckets.get(key))))
                .toList();
    }

    /** Hands over the buckets that have changed since the last time: until they are taken, they are found here. */
    synchronized void handOverBuckets(Duration now, Consumer<List<Bucket>> taker) {
        taker.accept(unkeptBuckets());
        changedBuckets.clear();
        // What is being held back for a second may still belong to the bucket before.
        Instant over = date(now.minus(Duration.ofMinutes(2)));
        buckets.keySet().removeIf(key -> key.end().isBefore(over));
    }

    private void add(String provider, Figures figures, Duration at) {
        Instant date = date(at);
        for (Step step : Step.values()) {
            Bucket.Key key = new Bucket.Key(watch, step, step.begin(date), provider);
            buckets.merge(key, figures, Figures::plus);
            changedBuckets.add(key);
        }
    }

    /** One provider of the watch. */
    private final class ProviderRecorder {

        private final String name;
        private Period period;
        private Duration knownUntil;
        private @Nullable CheckResult suspicion;

        ProviderRecorder(String name) {
            this.name = name;
            knownUntil = beganAt;
            period = new Period(watch, 0, name, State.UNKNOWN, "", null, origin, null, null);
        }

        void check(CheckOutcome outcome) {
            CheckResult result = outcome.result();
            Duration now = result.checkedAt();
            Reason reason = outcome.after().reason(now);
            boolean made = result.reason() != Reason.CHECK_FAILED;
            if (outcome.before().reason(now).state() == State.UNKNOWN) {
                // It had become stale before anybody looked.
                become(
                        outcome.before().reason(now),
                        outcome.before().detail(now),
                        outcome.before().since(now));
            }
            if (made) {
                add(name, Figures.of(Figures.Checks.of(result)), now);
            }
            if (outcome.after().isSuspected()) {
                // Whether it was down from here on, the next check will tell.
                suspicion = suspicion == null ? result : suspicion;
                return;
            }
            if (made) {
                settle(reason, outcome.after().detail(now), now);
            } else {
                become(reason, outcome.after().detail(now), now);
            }
        }

        void tick(ProviderHealth health, Duration now) {
            Reason reason = health.reason(now);
            boolean counts = reason.state() == State.UNKNOWN || !health.isSuspected();
            if (counts && !reason.toString().equals(period.reason())) {
                // It has become stale, or this is the first to hear of a check that has just ended.
                settle(reason, health.detail(now), health.since(now));
            }
            knowUntil(now);
        }

        /** A result that counts: if it confirms a suspicion, the provider has been down since that began. */
        private void settle(Reason reason, @Nullable String detail, Duration at) {
            CheckResult first = suspicion;
            suspicion = null;
            if (first != null && reason.state() == State.DOWN) {
                become(first.reason(), first.detail(), first.checkedAt());
            }
            become(reason, detail, at);
        }

        private void become(Reason reason, @Nullable String detail, Duration at) {
            if (!reason.toString().equals(period.reason())) {
                Duration begin = at.compareTo(knownUntil) < 0 ? knownUntil : at;
                knowUntil(begin);
                enter(reason, detail, begin);
            } else {
                knowUntil(at);
            }
        }

        private void enter(Reason reason, @Nullable String detail, Duration at) {
            Instant date = date(at);
            if (period.number() > 0) {
                changed.put(period.key(), period.endedAt(date));
            }
            Instant downSince =
                    reason.state() != State.DOWN ? null : period.state() == State.DOWN ? period.downSince() : date;
            period = new Period(
                    watch, ++periods, name, reason.state(), reason.toString(), detail, date, null, downSince);
            changed.put(period.key(), period);
        }

        /** Adds the time in the present state, minute by minute, but for what a suspicion holds back. */
        private void knowUntil(Duration time) {
            Duration end =
                    suspicion != null && suspicion.checkedAt().compareTo(time) < 0 ? suspicion.checkedAt() : time;
            while (knownUntil.compareTo(end) < 0) {
                long from = date(knownUntil).toEpochMilli();
                long minute = (Step.MINUTE.begin(date(knownUntil)) + 1) * 60_000L;
                long to = Math.min(minute, date(end).toEpochMilli());
                Figures figures = Figures.of(period.state(), to - from);
                if (!figures.equals(Figures.NONE)) {
                    add(name, figures, knownUntil);
                }
                knownUntil = to == minute ? Duration.ofMillis(minute - origin.toEpochMilli()) : end;
            }
        }
    }
}
