package dev.ccproxy.routing;

import org.jspecify.annotations.Nullable;

/**
 * A target with one of the keys of its provider.
 *
 * @param key the key's label; null if the provider has none
 */
public record Candidate(Target target, @Nullable String key) {}
