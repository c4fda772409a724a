package dev.ccproxy.routing;

import org.jspecify.annotations.Nullable;

/**
 * A target with one of the keys of its provider.
 *
 * @param key the key's label; null if the provider has none
 * @param counting whether it is asked for a number of tokens, and not for a message
 */
public record Candidate(Target target, @Nullable String key, boolean counting) {

    Candidate(Target target, @Nullable String key) {
        this(target, key, false);
    }
}
