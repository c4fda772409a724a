package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;

/**
 * What one check of a provider found.
 *
 * @param provider whom it looked at
 * @param reason what it found
 * @param at when it was over, on the monitor's clock
 */
record Outcome(Provider provider, Reason reason, Duration at) {}
