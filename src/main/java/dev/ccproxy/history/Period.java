package dev.ccproxy.history;

import dev.ccproxy.monitor.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider's time in one state for one reason.
 *
 * @param watch in which it was seen
 * @param number within the watch, in the order in which the periods began
 * @param reason as {@code /status/providers} writes it
 * @param detail more about the reason; null if there is nothing to add
 * @param endedAt null while it lasts, or if the watch ended before it
 * @param downSince while the provider is down, when the watch found it down first; else null
 */
record Period(
        long watch,
        int number,
        String provider,
        State state,
        String reason,
        @Nullable String detail,
        Instant beganAt,
        @Nullable Instant endedAt,
        @Nullable Instant downSince)
        implements Row {

    private record Key(long watch, int number) {}

    @Override
    public Object key() {
        return new Key(watch, number);
    }

    /** Until when it is known to have lasted. It may have begun after its watch was last seen. */
    Instant lastedUntil(Watch its) {
        if (endedAt != null) {
            return endedAt;
        }
        return its.seenUntil().isBefore(beganAt) ? beganAt : its.seenUntil();
    }

    Period endedAt(Instant end) {
        return new Period(watch, number, provider, state, reason, detail, beganAt, end, downSince);
    }
}
