package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one check of a provider found.
 *
 * @param provider whom it looked at
 * @param reason what it found
 * @param at when it was over, on the monitor's clock
 * @param latency how long its phases took
 * @param httpStatus the status of the answer; null where there was none
 * @param tls what was seen of the provider's TLS; null where nothing was
 * @param retryAfter how long the provider asks to be left alone; null where it does not
 */
public record Outcome(
        Provider provider,
        Reason reason,
        Duration at,
        Latency latency,
        @Nullable Integer httpStatus,
        @Nullable Tls tls,
        @Nullable Duration retryAfter) {}
