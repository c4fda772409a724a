package dev.ccproxy.history;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long something took, all together.
 *
 * @param count how often it was measured
 * @param micros the sum, in microseconds
 */
record Phase(long count, long micros) {

    static final Phase NONE = new Phase(0, 0);

    static Phase of(@Nullable Duration once) {
        return once == null ? NONE : new Phase(1, once.toNanos() / 1000);
    }

    Phase plus(Phase other) {
        return new Phase(count + other.count, micros + other.micros);
    }

    /** The mean in milliseconds, to the microsecond; null if it was never measured. */
    @Nullable
    Double mean() {
        return count == 0 ? null : Math.round((double) micros / count) / 1000.0;
    }
}
