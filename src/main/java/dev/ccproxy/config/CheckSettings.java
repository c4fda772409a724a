package dev.ccproxy.config;

import java.time.Duration;

/**
 * When and how providers are checked.
 *
 * @param interval {@code ccproxy.check.interval}: from the start of a check of a provider to the start of the next
 * @param timeout {@code ccproxy.check.timeout}: the deadline of a whole check, shorter than the interval
 * @param slowAfter {@code ccproxy.check.slow-after}: a good response that took longer counts as slow
 * @param concurrency {@code ccproxy.check.concurrency}: how many checks may run at once
 */
public record CheckSettings(Duration interval, Duration timeout, Duration slowAfter, int concurrency) {

    /** The age from which on the result of a check no longer counts: 3 intervals and 2 timeouts. */
    public Duration staleAfter() {
        return interval.multipliedBy(3).plus(timeout.multipliedBy(2));
    }
}
