package dev.ccproxy.monitor;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all checks of a provider together have found.
 *
 * @param checks the number of finished checks by reason, in the order of {@link Reason}
 * @param consecutiveFailures how many of the last results in a row were down
 * @param lastSuccess the last result that was up or degraded; null if there was none
 * @param lastFailure the last result that was down; null if there was none
 */
public record CheckHistory(
        Map<Reason, Long> checks,
        int consecutiveFailures,
        @Nullable CheckResult lastSuccess,
        @Nullable CheckResult lastFailure) {

    static final CheckHistory NONE = new CheckHistory(Map.of(), 0, null, null);

    CheckHistory after(CheckResult result) {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        counts.putAll(checks);
        counts.merge(result.reason(), 1L, Long::sum);
        counts = Collections.unmodifiableMap(counts);
        if (result.reason() == Reason.CHECK_FAILED) {
            return new CheckHistory(counts, consecutiveFailures, lastSuccess, lastFailure);
        }
        return result.reason().state() == State.DOWN
                ? new CheckHistory(counts, consecutiveFailures + 1, lastSuccess, result)
                : new CheckHistory(counts, 0, result, lastFailure);
    }
}
