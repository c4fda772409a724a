package dev.ccproxy.provider;

import dev.ccproxy.config.ProviderSettings;

/**
 * An AI provider of the company.
 *
 * @param name as it is configured, {@code [a-z0-9][a-z0-9-]{0,62}}, unique
 * @param settings what is configured for it
 */
public record Provider(String name, ProviderSettings settings) {}
