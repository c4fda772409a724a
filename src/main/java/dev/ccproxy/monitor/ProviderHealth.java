package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The health of one provider, by all results so far. Times are on the monitor's clock. Its state and reason depend on the
 * reader's time, because a result grows stale: {@link #reason}, {@link #since} and {@link #detail} take it.
 *
 * @param provider the provider
 * @param reasonAtLastCheck why the provider was in its state when the last check ended
 * @param stateSince when that state began
 * @param lastResult the last result; it may be a failure that a second check has yet to confirm; null before the first
 * @param failedCheck the last check, if this machine could not make it; else null
 * @param history what all checks together have found
 * @param nextCheckAt when the next check starts; may be past while a check is running; null if there never is one
 * @param staleAfter the age at which a result no longer counts
 */
public record ProviderHealth(
        Provider provider,
        Reason reasonAtLastCheck,
        Duration stateSince,
        @Nullable CheckResult lastResult,
        @Nullable CheckResult failedCheck,
        CheckHistory history,
        @Nullable Duration nextCheckAt,
        Duration staleAfter) {

    private static final Duration SECOND_CHECK_AFTER = Duration.ofSeconds(1);

    /** Before the first check. */
    static ProviderHealth of(Provider provider, Duration staleAfter) {
        Reason reason = provider.settings().enabled() ? Reason.NOT_CHECKED : Reason.DISABLED;
        Duration nextCheckAt = provider.settings().checked() ? Duration.ZERO : null;
        return new ProviderHealth(
                provider, reason, Duration.ZERO, null, null, CheckHistory.NONE, nextCheckAt, staleAfter);
    }

    /**
     * The health after one more result. From unknown, the first result counts at once. From up or degraded to down takes
     * two failures: the first is only a suspicion, which a second check soon confirms or clears. One good check is enough to
     * leave down.
     *
     * @param regularNext when the next check starts, unless a suspicion asks for an earlier one
     */
    ProviderHealth after(CheckResult result, Duration regularNext) {
        if (result.reason() == Reason.CHECK_FAILED) {
            return notChecked(result, regularNext);
        }
        boolean failed = result.reason().state() == State.DOWN;
        boolean wasActive = reason(result.checkedAt()).state().active();
        return failed && wasActive && !isSecondCheck(result) ? suspected(result) : counted(result, regularNext);
    }

    /** A check that this machine could not make says nothing about the provider, and changes no state. */
    private ProviderHealth notChecked(CheckResult result, Duration next) {
        return new ProviderHealth(
                provider, reasonAtLastCheck, stateSince, lastResult, result, history.after(result), next, staleAfter);
    }

    /** A failure that does not count yet: the state stays until the second check. */
    private ProviderHealth suspected(CheckResult result) {
        Duration next = isSuspected() && nextCheckAt != null
                ? nextCheckAt
                : result.checkedAt().plus(untilSecondCheck());
        return new ProviderHealth(
                provider, reasonAtLastCheck, stateSince, result, null, history.after(result), next, staleAfter);
    }

    /** A result that decides the state. */
    private ProviderHealth counted(CheckResult result, Duration next) {
        State before = reason(result.checkedAt()).state();
        Duration since = result.reason().state() == before ? stateSince : result.checkedAt();
        return new ProviderHealth(
                provider, result.reason(), since, result, null, history.after(result), next, staleAfter);
    }

    /** Whether the last result is a failure that no second check has confirmed. */
    public boolean isSuspected() {
        return lastResult != null
                && lastResult.reason().state() == State.DOWN
                && reasonAtLastCheck.state().active();
    }

    /** A check that somebody requested before the second one was due does not replace it. */
    private boolean isSecondCheck(CheckResult result) {
        return isSuspected() && nextCheckAt != null && result.checkedAt().compareTo(nextCheckAt) >= 0;
    }

    /** A second, or less if the first result would be stale by then. */
    private Duration untilSecondCheck() {
        Duration max = staleAfter.dividedBy(2);
        return SECOND_CHECK_AFTER.compareTo(max) < 0 ? SECOND_CHECK_AFTER : max;
    }

    /**
     * Why the provider is in its state; {@link Reason#state} is the state.
     *
     * @param now on the monitor's clock
     */
    public Reason reason(Duration now) {
        if (lastResult != null && !isStale(now)) {
            return reasonAtLastCheck;
        }
        if (failedCheck != null) {
            return Reason.CHECK_FAILED;
        }
        return lastResult == null ? reasonAtLastCheck : Reason.STALE;
    }

    /**
     * More about the reason.
     *
     * @param now on the monitor's clock
     * @return a clause without a full stop that holds no secret; null if there is nothing to add
     */
    public @Nullable String detail(Duration now) {
        Reason reason = reason(now);
        CheckResult result = reason == Reason.CHECK_FAILED ? failedCheck : lastResult;
        return result != null && result.reason() == reason ? result.detail() : null;
    }

    /**
     * When the provider's state began; the start of the application if it has been in no other.
     *
     * @param now on the monitor's clock
     */
    public Duration since(Duration now) {
        return lastResult != null && isStale(now) ? lastResult.checkedAt().plus(staleAfter) : stateSince;
    }

    /** Whether the last result, or before the first one the start of the application, is too long ago. */
    boolean isStale(Duration now) {
        Duration heard = lastResult == null ? Duration.ZERO : lastResult.checkedAt();
        return now.minus(heard).compareTo(staleAfter) > 0;
    }
}
