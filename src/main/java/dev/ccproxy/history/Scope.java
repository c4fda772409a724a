package dev.ccproxy.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param from the first instant
 * @param to the first instant after it
 * @param provider one provider's name; null for all
 * @param node one node's name; null for all
 */
record Scope(
        Instant from,
        Instant to,
        @Nullable String provider,
        @Nullable String node) {

    /** No answer has more rows of a kind. */
    static final int MAX_ROWS = 20_000;

    boolean hasProvider(String name) {
        return provider == null || provider.equals(name);
    }

    boolean hasNode(String name) {
        return node == null || node.equals(name);
    }

    boolean has(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /** Whether a minute since 1970 is in it. */
    boolean has(int minute) {
        return has(Instant.ofEpochSecond(minute * 60L));
    }

    Scope from(Instant earlier) {
        return new Scope(earlier, to, provider, node);
    }
}
