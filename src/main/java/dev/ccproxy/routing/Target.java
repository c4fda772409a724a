package dev.ccproxy.routing;

import dev.ccproxy.provider.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Where a request may go.
 *
 * @param model what the provider is asked for; null to leave the body as it is, because it names no model
 * @param weight its share among equal targets, from 1
 */
public record Target(Provider provider, @Nullable String model, int weight) {

    Target(Provider provider, @Nullable String model) {
        this(provider, model, 1);
    }

    /** As people write it, {@code PROVIDER/MODEL}. */
    @Override
    public String toString() {
        return model == null ? provider.name() : provider.name() + "/" + model;
    }
}
