package dev.ccproxy.monitor;

/**
 * A finished check and what it changed, for whoever observes the monitor.
 *
 * @param before the provider's health until then
 * @param after the provider's health with the result
 */
public record CheckOutcome(ProviderHealth before, ProviderHealth after, CheckResult result) {}
