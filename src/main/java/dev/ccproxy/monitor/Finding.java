package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one provider. Times are on the monitor's clock.
 *
 * @param provider whom it is about
 * @param counted why it is in its state, as long as that is not stale
 * @param since when that state began
 * @param last the last outcome, which may still be a suspicion that does not count; null before the first
 * @param failedCheck the last check, where this machine could not make it; null where it could
 * @param checks how many checks are over, by what they found; in the order of {@link Reason}
 * @param consecutiveFailures how many of the last outcomes in a row said down
 * @param lastSuccess the last outcome that did not; null where there was none
 * @param lastFailure the last outcome that said down; null where there was none
 * @param next when it is looked at next; may be in the past while a check is under way; null where it never is
 * @param staleAfter the age at which an outcome no longer counts
 */
public record Finding(
        Provider provider,
        Reason counted,
        Duration since,
        @Nullable Outcome last,
        @Nullable Outcome failedCheck,
        Map<Reason, Long> checks,
        int consecutiveFailures,
        @Nullable Outcome lastSuccess,
        @Nullable Outcome lastFailure,
        @Nullable Duration next,
        Duration staleAfter) {

    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

    /** Before the first check. */
    static Finding of(Provider provider, Duration staleAfter) {
        Reason reason = provider.settings().enabled() ? Reason.NOT_CHECKED : Reason.DISABLED;
        Duration next = provider.settings().checked() ? Duration.ZERO : null;
        return new Finding(provider, reason, Duration.ZERO, null, null, Map.of(), 0, null, null, next, staleAfter);
    }

    /**
     * This finding and one more outcome. From unknown, the first outcome counts at once; from up or degraded, down
     * takes a second look; back takes one good check. A check that this machine could not make changes no state: it says
     * nothing of the provider.
     *
     * @param regularNext when the provider is looked at next, where it takes no second look
     */
    Finding with(Outcome outcome, Duration regularNext) {
        if (outcome.reason() == Reason.CHECK_FAILED) {
            return new Finding(
                    provider,
                    counted,
                    since,
                    last,
                    outcome,
                    counting(Reason.CHECK_FAILED),
                    consecutiveFailures,
                    lastSuccess,
                    lastFailure,
                    regularNext,
                    staleAfter);
        }
        boolean down = outcome.reason().state() == State.DOWN;
        State before = reason(outcome.at()).state();
        boolean awaited = awaitsSecondLook() && next != null;
        boolean suspicion = down && before.active() && !(awaited && outcome.at().compareTo(next) >= 0);
        Reason after = suspicion ? counted : outcome.reason();
        return new Finding(
                provider,
                after,
                after.state() == before ? since : outcome.at(),
                outcome,
                null,
                counting(outcome.reason()),
                down ? consecutiveFailures + 1 : 0,
                down ? lastSuccess : outcome,
                down ? outcome : lastFailure,
                suspicion ? (awaited ? next : outcome.at().plus(untilSecondLook())) : regularNext,
                staleAfter);
    }

    private Map<Reason, Long> counting(Reason reason) {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        counts.putAll(checks);
        counts.merge(reason, 1L, Long::sum);
        return Collections.unmodifiableMap(counts);
    }

    /** A second, or less where the outcome would be stale by then. */
    private Duration untilSecondLook() {
        Duration most = staleAfter.dividedBy(2);
        return SECOND_LOOK.compareTo(most) < 0 ? SECOND_LOOK : most;
    }

    /** Whether a provider that was well is said to be down by one look only. */
    boolean awaitsSecondLook() {
        return last != null
                && last.reason().state() == State.DOWN
                && counted.state().active();
    }

    /**
     * Why the provider is in its state.
     *
     * @param now on the monitor's clock
     * @return the reason, and by {@link Reason#state} the state
     */
    public Reason reason(Duration now) {
        if (last != null && !isStale(now)) {
            return counted;
        }
        if (failedCheck != null) {
            return Reason.CHECK_FAILED;
        }
        return last == null ? counted : Reason.STALE;
    }

    /**
     * What is known beyond the reason.
     *
     * @param now on the monitor's clock
     * @return a clause without a full stop that holds no secret; null for nothing
     */
    public @Nullable String detail(Duration now) {
        Outcome of = reason(now) == Reason.CHECK_FAILED ? failedCheck : last;
        return of != null && of.reason() == reason(now) ? of.detail() : null;
    }

    /**
     * When the provider's state began.
     *
     * @param now on the monitor's clock
     * @return on the monitor's clock; the start of the application, where it has been in no other state
     */
    public Duration since(Duration now) {
        return last != null && isStale(now) ? last.at().plus(staleAfter) : since;
    }

    /** Whether nothing has been heard of it for too long; before the first outcome, since the start. */
    boolean isStale(Duration now) {
        Duration heard = last == null ? Duration.ZERO : last.at();
        return now.minus(heard).compareTo(staleAfter) > 0;
    }
}
