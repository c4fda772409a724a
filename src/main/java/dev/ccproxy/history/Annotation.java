package dev.ccproxy.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to this program.
 *
 * @param number within the watch, in the order of what happened
 * @param kind such as {@code started}
 * @param note more about it; null if there is nothing to add
 */
record Annotation(
        long watch,
        int number,
        Instant happenedAt,
        String kind,
        @Nullable String note) implements Row {

    private record Key(long watch, int number) {}

    @Override
    public Object key() {
        return new Key(watch, number);
    }
}
