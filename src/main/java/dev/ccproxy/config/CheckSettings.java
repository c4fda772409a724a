package dev.ccproxy.config;

import java.time.Duration;

/**
 * When and how providers are checked.
 *
 * @param interval {@code ccproxy.check.interval}: from the start of a check of a provider to the start of the next
 * @param timeout {@code ccproxy.check.timeout}: one deadline for the whole check, shorter than the interval
 * @param slowAfter {@code ccproxy.check.slow-after}: a good answer that took longer counts as slow
 * @param concurrency {@code ccproxy.check.concurrency}: checks at once, at most
 */
public record CheckSettings(Duration interval, Duration timeout, Duration slowAfter, int concurrency) {

    /**
     * The age at which the result of a check no longer says anything: 3 intervals and 2 timeouts.
     *
     * @return the greatest age of a result that still counts
     */
    public Duration staleAfter() {
        return interval.multipliedBy(3).plus(timeout.multipliedBy(2));
    }
}
