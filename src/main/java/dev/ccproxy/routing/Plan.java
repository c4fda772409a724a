package dev.ccproxy.routing;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.routing.Rests.Resting;
import dev.ccproxy.routing.Rests.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** In which order one request goes to its candidates, as its attempts fail. Used by one thread. */
public final class Plan {

    /** So long a pause that a provider asks for is waited for, to stay where the conversation is in the prompt cache. */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(5);

    /** What comes next. */
    public sealed interface Step {}

    /** A request is to be sent. */
    public record Send(Use use) implements Step {}

    /** Nothing is to be done for so long; then comes the next step. */
    public record Wait(Duration pause) implements Step {}

    /** Nothing is left. */
    public record End() implements Step {}

    /**
     * A candidate as people are told of it.
     *
     * @param resting null if it does not rest
     */
    public record Shown(
            Candidate candidate, boolean down, @Nullable Resting resting) {}

    private static final End END = new End();

    private final Rests rests;
    private final Predicate<Provider> down;
    private final List<Candidate> left = new ArrayList<>();
    private boolean sent;
    private boolean stayed;
    private boolean waited;

    /**
     * A plan.
     *
     * @param affinity asked for where there is a choice
     * @param down whether a provider is known to be away
     * @param keys the labels of a provider's keys; none if it has none
     * @param counting whether the request asks for a number of tokens
     */
    Plan(
            Decision decision,
            Supplier<Affinity> affinity,
            Rests rests,
            Predicate<Provider> down,
            Function<Provider, List<String>> keys,
            boolean counting) {
        this.rests = rests;
        this.down = down;
        Affinity order = null;
        for (List<Target> equal : decision.targets()) {
            if (equal.size() > 1 && order == null) {
                order = affinity.get();
            }
            for (Target target : order == null ? equal : order.order(equal, Target::toString, Target::weight)) {
                List<String> labels = keys.apply(target.provider());
                if (labels.size() > 1 && order == null) {
                    order = affinity.get();
                }
                if (labels.isEmpty()) {
                    left.add(new Candidate(target, null, counting));
                }
                for (String label : order == null ? labels : order.order(labels, its -> its, its -> 1)) {
                    left.add(new Candidate(target, label, counting));
                }
            }
        }
    }

    /** All candidates that are left, in their order. */
    public List<Shown> shown() {
        return left.stream()
                .map(its -> new Shown(its, down.test(its.target().provider()), rests.find(its)))
                .toList();
    }

    /** What is to be done next. */
    public Step next() {
        for (Candidate candidate : left) {
            if (down.test(candidate.target().provider())) {
                continue;
            }
            Use use = rests.begin(candidate);
            if (use != null) {
                sent = true;
                return new Send(use);
            }
            Duration pause = worthWaiting(candidate);
            if (pause != null) {
                waited = true;
                return new Wait(pause);
            }
        }
        if (sent || left.isEmpty()) {
            return END;
        }
        sent = true;
        return new Send(rests.beginAnyway(best()));
    }

    /** Whether another one could be sent to at once, if the one that is under way fails. */
    public boolean hasAnother(Candidate than) {
        return left.stream().anyMatch(candidate -> !candidate.equals(than) && isReady(candidate));
    }

    /** Whether any other one is left: what rests now may be ready when the one that is under way has failed. */
    public boolean hasAnyOther(Candidate than) {
        return left.stream().anyMatch(candidate -> !candidate.equals(than));
    }

    private boolean isReady(Candidate candidate) {
        return !down.test(candidate.target().provider()) && rests.find(candidate) == null;
    }

    private @Nullable Duration worthWaiting(Candidate candidate) {
        Resting resting = waited ? null : rests.find(candidate);
        return resting != null
                        && rests.onlyAsked(candidate)
                        && resting.left().compareTo(WORTH_WAITING) <= 0
                        && hasAnother(candidate)
                ? resting.left()
                : null;
    }

    /** The one whose rest ends first, of those that are not down. */
    private Candidate best() {
        return left.stream()
                .min(Comparator.comparing(
                                (Candidate its) -> down.test(its.target().provider()))
                        .thenComparing(its -> {
                            Resting resting = rests.find(its);
                            return resting == null ? Duration.ZERO : resting.left();
                        }))
                .orElseThrow();
    }

    /** An attempt has failed; whatever would fail for the same reason is not sent to. */
    public void failed(Candidate failed, Failure failure) {
        if (failure == Failure.RATE_LIMITED && !stayed && worthWaiting(failed) != null) {
            // Once, also if its rest is over before anybody has waited.
            stayed = true;
            return;
        }
        left.removeIf(its -> switch (failure.about()) {
            case PROVIDER -> its.target().provider() == failed.target().provider();
            case KEY ->
                its.target().provider() == failed.target().provider() && Objects.equals(its.key(), failed.key());
            case KEY_AND_MODEL -> its.equals(failed);
            case MODEL, NOTHING -> its.target().equals(failed.target());
        });
    }
}
