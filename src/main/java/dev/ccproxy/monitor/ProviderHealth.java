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
 * @param last the last result, which may still be a suspicion that does not count; null before the first
 * @param failedCheck the last check, where this machine could not make it; null where it could
 * @param checks how many checks are over, by what they found; in the order of {@link Reason}
 * @param consecutiveFailures how many of the last results in a row said down
 * @param lastSuccess the last result that did not; null where there was none
 * @param lastFailure the last result that said down; null where there was none
 * @param next when it is looked at next; may be in the past while a check is under way; null where it never is
 * @param staleAfter the age at which a result no longer counts
 */
public record ProviderHealth(
        Provider provider,
        Reason counted,
        Duration since,
        @Nullable CheckResult last,
        @Nullable CheckResult failedCheck,
        Map<Reason, Long> checks,
        int consecutiveFailures,
        @Nullable CheckResult lastSuccess,
        @Nullable CheckResult lastFailure,
        @Nullable Duration next,
        Duration staleAfter) {

    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

    /** Before the first check. */
    static ProviderHealth of(Provider provider, Duration staleAfter) {
        Reason reason = provider.settings().enabled() ? Reason.NOT_CHECKED : Reason.DISABLED;
        Duration next = provider.settings().checked() ? Duration.ZERO : null;
        return new ProviderHealth(
                provider, reason, Duration.ZERO, null, null, Map.of(), 0, null, null, next, staleAfter);
    }

    /**
     * The health after one more result. From unknown, the first result counts at once; from up or degraded, down
     * takes a second look; back takes one good check. A check that this machine could not make changes no state: it says
     * nothing of the provider.
     *
     * @param regularNext when the provider is looked at next, where it takes no second look
     */
    ProviderHealth with(CheckResult result, Duration regularNext) {
        if (result.reason() == Reason.CHECK_FAILED) {
            return new ProviderHealth(
                    provider,
                    counted,
                    since,
                    last,
                    result,
                    counting(Reason.CHECK_FAILED),
                    consecutiveFailures,
                    lastSuccess,
                    lastFailure,
                    regularNext,
                    staleAfter);
        }
        boolean down = result.reason().state() == State.DOWN;
        State before = reason(result.at()).state();
        boolean awaited = awaitsSecondLook() && next != null;
        boolean suspicion = down && before.active() && !(awaited && result.at().compareTo(next) >= 0);
        Reason after = suspicion ? counted : result.reason();
        return new ProviderHealth(
                provider,
                after,
                after.state() == before ? since : result.at(),
                result,
                null,
                counting(result.reason()),
                down ? consecutiveFailures + 1 : 0,
                down ? lastSuccess : result,
                down ? result : lastFailure,
                suspicion ? (awaited ? next : result.at().plus(untilSecondLook())) : regularNext,
                staleAfter);
    }

    private Map<Reason, Long> counting(Reason reason) {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        counts.putAll(checks);
        counts.merge(reason, 1L, Long::sum);
        return Collections.unmodifiableMap(counts);
    }

    /** A second, or less where the result would be stale by then. */
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
        CheckResult of = reason(now) == Reason.CHECK_FAILED ? failedCheck : last;
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

    /** Whether nothing has been heard of it for too long; before the first result, since the start. */
    boolean isStale(Duration now) {
        Duration heard = last == null ? Duration.ZERO : last.at();
        return now.minus(heard).compareTo(staleAfter) > 0;
    }
}
