package dev.ccproxy.routing;

import dev.ccproxy.messages.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is left alone for a while, because it has failed: a provider, a model of it, a key of it, or a model with a key. After
 * the pause one request at a time tries it; the others only when that has succeeded.
 */
public final class Rests {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** Until somebody has put another key in its place, or money. */
    private static final Duration FIRST_PAUSE_OF_KEY = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE_OF_KEY = Duration.ofMinutes(10);

    /** A provider that wants more does not get it. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private static final int MAX_DOUBLINGS = 10;

    /** Clients may ask for any number of models that fail: beyond so many rests, no new one is kept. */
    private static final int MAX_RESTS = 1000;

    /** So long after its end, a rest that nobody has tried is forgotten. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    /**
     * What rests.
     *
     * @param key the label of one of the provider's keys; null for all
     * @param model null for all
     */
    public record What(
            String provider, @Nullable String key, @Nullable String model) {}

    /**
     * A rest.
     *
     * @param until when the pause ends, on the clock of this object
     * @param failures how many there were, one pause after the other
     * @param asked whether the provider has asked for it
     * @param tried whether a request is finding out whether it is over
     */
    private record Rest(long until, int failures, Failure failure, boolean asked, boolean tried) {

        private Rest tried(boolean now) {
            return new Rest(until, failures, failure, asked, now);
        }
    }

    /**
     * One that rests, as people are told of it.
     *
     * @param failures how many there were, one pause after the other
     * @param left of the pause; zero when it is over, and one request at a time tries
     */
    public record Resting(What what, Failure failure, int failures, Duration left) {

        /** The failure, as the log and the metrics have it. */
        public String reason() {
            return failure.toString();
        }
    }

    private final Map<What, Rest> rests = new ConcurrentHashMap<>();
    private final Map<String, Long> successes = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** On a monotonic clock in nanoseconds. */
    public Rests(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** All that a candidate's rest can be of. */
    private static List<What> all(Candidate of) {
        String provider = of.target().provider().name();
        String model = of.target().model();
        List<What> all = new ArrayList<>(4);
        all.add(new What(provider, null, null));
        if (model != null) {
            all.add(new What(provider, null, model));
        }
        if (of.key() != null) {
            all.add(new What(provider, of.key(), null));
        }
        if (of.key() != null && model != null) {
            all.add(new What(provider, of.key(), model));
        }
        return all;
    }

    private static What what(Candidate of, Failure.About about) {
        boolean ofKey = about == Failure.About.KEY || about == Failure.About.KEY_AND_MODEL;
        boolean ofModel = about == Failure.About.MODEL || about == Failure.About.KEY_AND_MODEL;
        return new What(
                of.target().provider().name(),
                ofKey ? of.key() : null,
                ofModel ? of.target().model() : null);
    }

    /** The longest rest of a candidate that is not over; null if it can be used. */
    @Nullable
    Resting find(Candidate candidate) {
        if (rests.isEmpty()) {
            return null;
        }
        long now = nanos.getAsLong();
        Optional<Resting> longest = all(candidate).stream()
                .flatMap(what -> Stream.ofNullable(rests.get(what))
                        .filter(rest -> rest.tried() || rest.until() - now > 0)
                        .map(rest -> shown(what, rest, now)))
                .max(Comparator.comparing(Resting::left));
        return longest.orElse(null);
    }

    /** Whether every rest of a candidate that is not over is one that the provider has asked for. */
    boolean onlyAsked(Candidate candidate) {
        long now = nanos.getAsLong();
        return all(candidate).stream()
                .map(rests::get)
                .filter(Objects::nonNull)
                .filter(rest -> rest.tried() || rest.until() - now > 0)
                .allMatch(rest -> rest.asked() && !rest.tried());
    }

    /** Begins to use a candidate; null if it rests. */
    @Nullable
    Use begin(Candidate candidate) {
        List<What> trials = new ArrayList<>();
        if (rests.isEmpty()) {
            return new Use(candidate, trials);
        }
        for (What what : all(candidate)) {
            boolean[] rested = {false};
            rests.computeIfPresent(what, (its, rest) -> {
                rested[0] = rest.tried() || rest.until() - nanos.getAsLong() > 0;
                if (!rested[0]) {
                    trials.add(what);
                }
                return rested[0] ? rest : rest.tried(true);
            });
            if (rested[0]) {
                release(trials);
                return null;
            }
        }
        return new Use(candidate, trials);
    }

    /** Begins to use a candidate, even if it rests. */
    Use beginAnyway(Candidate candidate) {
        Use regular = begin(candidate);
        return regular == null ? new Use(candidate, List.of()) : regular;
    }

    private void release(List<What> trials) {
        trials.forEach(what -> rests.computeIfPresent(what, (its, rest) -> rest.tried(false)));
    }

    /** Whether a request has succeeded there within this time. */
    boolean hasSucceededWithin(String provider, Duration time) {
        Long last = successes.get(provider);
        return last != null && nanos.getAsLong() - last < time.toNanos();
    }

    /** All that rest, and those whose pause is over and that have not succeeded since. */
    public List<Resting> all() {
        long now = nanos.getAsLong();
        return rests.entrySet().stream()
                .map(entry -> shown(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    private static Resting shown(What what, Rest rest, long now) {
        return new Resting(what, rest.failure(), rest.failures(), Duration.ofNanos(Math.max(0, rest.until() - now)));
    }

    /** A request to a candidate, of which it will be known whether it succeeds. */
    public final class Use {

        private final Candidate candidate;
        private final List<What> trials;

        private Use(Candidate candidate, List<What> trials) {
            this.candidate = candidate;
            this.trials = trials;
        }

        public Candidate candidate() {
            return candidate;
        }

        /** Whether it finds out if a rest is over. */
        public boolean isTrial() {
            return !trials.isEmpty();
        }

        /** The provider has responded: whatever of it rested does so no longer. */
        public void succeeded() {
            all(candidate).forEach(rests::remove);
            successes.put(candidate.target().provider().name(), nanos.getAsLong());
        }

        /** Nobody knows, because the client has gone or this program stops. */
        public void unknown() {
            release(trials);
        }

        /**
         * It has failed. A failure that is not about the provider says nothing of it.
         *
         * @param asked for how long the provider wants to be left alone; null if it does not say
         */
        public void failed(Failure failure, @Nullable Duration asked) {
            unknown();
            String model = candidate.target().model();
            if (failure.about() == Failure.About.NOTHING || (model != null && !Target.isName(model))) {
                return;
            }
            forget();
            rests.compute(what(candidate, failure.about()), (what, last) -> {
                if (last == null && rests.size() >= MAX_RESTS) {
                    return null;
                }
                long now = nanos.getAsLong();
                boolean underWay = last != null && last.until() - now > 0;
                // Of many requests that fail together, one makes the pause grow.
                int failures =
                        last == null ? 1 : underWay ? last.failures() : Math.min(last.failures() + 1, MAX_DOUBLINGS);
                Duration pause = asked == null ? pause(failure, failures) : min(asked, LONGEST_ASKED);
                boolean longer = !underWay || now + pause.toNanos() - last.until() > 0;
                return longer && (!underWay || asked != null)
                        ? new Rest(now + pause.toNanos(), failures, failure, asked != null, false)
                        : last;
            });
        }
    }

    private void forget() {
        long now = nanos.getAsLong();
        rests.values().removeIf(rest -> !rest.tried() && now - rest.until() > FORGOTTEN_AFTER.toNanos());
    }

    private static Duration pause(Failure failure, int failures) {
        boolean ofKey = failure.about() == Failure.About.KEY;
        return min(
                (ofKey ? FIRST_PAUSE_OF_KEY : FIRST_PAUSE).multipliedBy(1L << (failures - 1)),
                ofKey ? LONGEST_PAUSE_OF_KEY : LONGEST_PAUSE);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
