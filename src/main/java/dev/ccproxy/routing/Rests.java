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

    /** Clients may ask for any number of models: beyond so many rests or successes, no new one of a model is kept. */
    private static final int MAX_KEPT = 1000;

    /** So long after its end, a rest that nobody has tried is forgotten, and a success so long after it was known. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    /**
     * What rests.
     *
     * @param key the label of one of the provider's keys; null for all
     * @param model null for all
     * @param counting whether only the number of its tokens cannot be asked for: providers have limits and servers of their own
     *     for that
     */
    public record What(
            String provider, @Nullable String key, @Nullable String model, boolean counting) {

        /** {@code messages} or {@code count_tokens}, whichever rests alone; null if both do. */
        public @Nullable String operation() {
            if (model == null) {
                return null;
            }
            return counting ? "count_tokens" : "messages";
        }

        /** Of messages. */
        public What(String provider, @Nullable String key, @Nullable String model) {
            this(provider, key, model, false);
        }
    }

    /**
     * A rest.
     *
     * @param since when the pause began, on the clock of this object
     * @param until when the pause ends
     * @param failures how many there were, one pause after the other
     * @param asked whether the provider has asked for it
     * @param trial the request that is finding out whether it is over; null if there is none
     */
    private record Rest(
            long since,
            long until,
            int failures,
            Failure failure,
            boolean asked,
            @Nullable Use trial) {

        private Rest tried(@Nullable Use by) {
            return new Rest(since, until, failures, failure, asked, by);
        }

        private boolean isClosed(long now) {
            return trial != null || until - now > 0;
        }
    }

    /**
     * The last success.
     *
     * @param began when the latest request began that has succeeded
     * @param at when it was known
     */
    private record Success(long began, long at) {}

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
    private final Map<What, Success> successes = new ConcurrentHashMap<>();
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
            all.add(new What(provider, null, model, of.counting()));
        }
        if (of.key() != null) {
            all.add(new What(provider, of.key(), null));
        }
        if (of.key() != null && model != null) {
            all.add(new What(provider, of.key(), model, of.counting()));
        }
        return all;
    }

    private static What what(Candidate of, Failure.About about) {
        boolean ofKey = about == Failure.About.KEY || about == Failure.About.KEY_AND_MODEL;
        boolean ofModel = about == Failure.About.MODEL || about == Failure.About.KEY_AND_MODEL;
        return new What(
                of.target().provider().name(),
                ofKey ? of.key() : null,
                ofModel ? of.target().model() : null,
                ofModel && of.target().model() != null && of.counting());
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
                        .filter(rest -> rest.isClosed(now))
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
                .filter(rest -> rest.isClosed(now))
                .allMatch(rest -> rest.asked() && rest.trial() == null);
    }

    /** Begins to use a candidate; null if it rests. */
    @Nullable
    Use begin(Candidate candidate) {
        Use use = new Use(candidate);
        if (rests.isEmpty()) {
            return use;
        }
        for (What what : all(candidate)) {
            boolean[] closed = {false};
            rests.computeIfPresent(what, (its, rest) -> {
                closed[0] = rest.isClosed(nanos.getAsLong());
                if (!closed[0]) {
                    use.trials.add(what);
                }
                return closed[0] ? rest : rest.tried(use);
            });
            if (closed[0]) {
                use.unknown();
                return null;
            }
        }
        return use;
    }

    /** Begins to use a candidate, even if it rests. */
    Use beginAnyway(Candidate candidate) {
        Use regular = begin(candidate);
        return regular == null ? new Use(candidate) : regular;
    }

    /** Whether a request has succeeded there within this time. */
    boolean hasSucceededWithin(String provider, Duration time) {
        Success last = successes.get(new What(provider, null, null));
        return last != null && nanos.getAsLong() - last.at() < time.toNanos();
    }

    /** All that rest, and those whose pause is over and that have not succeeded since. */
    public List<Resting> all() {
        forget();
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
        private final long began = nanos.getAsLong();
        private final List<What> trials = new ArrayList<>(2);

        private Use(Candidate candidate) {
            this.candidate = candidate;
        }

        public Candidate candidate() {
            return candidate;
        }

        /** Whether it finds out if a rest is over. */
        public boolean isTrial() {
            return !trials.isEmpty();
        }

        /**
         * The provider has responded: whatever of it rested does so no longer, unless it has failed after this request began,
         * which may have been let in before.
         */
        public void succeeded() {
            if (successes.size() >= MAX_KEPT) {
                forget();
            }
            Success success = new Success(began, nanos.getAsLong());
            for (What what : all(candidate)) {
                rests.computeIfPresent(
                        what, (its, rest) -> isTriedByThis(rest) || rest.since() - began < 0 ? null : rest);
                successes.compute(what, (its, last) -> keptSuccess(what, last, success));
            }
        }

        private @Nullable Success keptSuccess(What what, @Nullable Success last, Success next) {
            if (last == null) {
                return isName(what) && (what.model() == null || successes.size() < MAX_KEPT) ? next : null;
            }
            return last.began() - next.began() > 0 ? new Success(last.began(), next.at()) : next;
        }

        private boolean isTriedByThis(Rest rest) {
            return rest.trial() == this;
        }

        /** Nobody knows, because the client has gone or this program stops. */
        public void unknown() {
            for (What what : trials) {
                rests.computeIfPresent(what, (its, rest) -> isTriedByThis(rest) ? rest.tried(null) : rest);
            }
        }

        /**
         * It has failed. A failure that is not about the provider says nothing of it.
         *
         * @param asked for how long the provider wants to be left alone; null or zero if it does not say
         */
        public void failed(Failure failure, @Nullable Duration asked) {
            What what = what(candidate, failure.about());
            if (failure.about() != Failure.About.NOTHING && isName(what) && !isOutdated(failure, what)) {
                forget();
                rests.compute(
                        what,
                        (its, last) -> after(what, failure, asked == null || asked.isZero() ? null : asked, last));
            }
            // Only now: meanwhile another request could have begun to try.
            unknown();
        }

        /** Whether it is about the time before a request that began later and has succeeded. */
        private boolean isOutdated(Failure failure, What what) {
            Success last = successes.get(what);
            return (failure == Failure.RESPONSE_TIMEOUT || failure == Failure.CONNECT_TIMEOUT)
                    && last != null
                    && last.began() - began > 0;
        }

        private @Nullable Rest after(What what, Failure failure, @Nullable Duration asked, @Nullable Rest last) {
            if (last == null && what.model() != null && rests.size() >= MAX_KEPT) {
                return null;
            }
            long now = nanos.getAsLong();
            boolean underWay = last != null && last.until() - now > 0;
            // Of many requests that fail together, one makes the pause grow.
            int failures = last == null ? 1 : underWay ? last.failures() : Math.min(last.failures() + 1, MAX_DOUBLINGS);
            Duration pause = asked == null ? pause(failure, failures) : min(asked, LONGEST_ASKED);
            boolean longer = last == null || !underWay || now + pause.toNanos() - last.until() > 0;
            if (last != null && !(longer && (!underWay || asked != null))) {
                return isTriedByThis(last) ? last.tried(null) : last;
            }
            Use trial = last == null || isTriedByThis(last) ? null : last.trial();
            return new Rest(now, now + pause.toNanos(), failures, failure, asked != null, trial);
        }
    }

    /** Of a model that a provider may have. A client may make up any text, to fill the memory. */
    private static boolean isName(What what) {
        return what.model() == null || Target.isName(what.model());
    }

    private void forget() {
        long now = nanos.getAsLong();
        rests.values().removeIf(rest -> rest.trial() == null && now - rest.until() > FORGOTTEN_AFTER.toNanos());
        successes.values().removeIf(success -> now - success.at() > FORGOTTEN_AFTER.toNanos());
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
