package dev.ccproxy.routing;

import dev.ccproxy.provider.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Where a request may go.
 *
 * @param model what the provider is asked for; null to leave the body as it is, because it names no model
 */
public record Target(Provider provider, @Nullable String model) {}
