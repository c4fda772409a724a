package dev.ccproxy.limits;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused, and for how long.
 *
 * @param seconds after which to come back
 * @param limit which limit, and how it is used; the sentence goes on with when to come back
 * @param code for {@code x-ccproxy-error}
 */
record Refusal(long seconds, String limit, String code) {

    private static final long SECOND = 1_000_000_000L;

    /** Of a limit that has room again after so many nanoseconds. */
    static Refusal after(long nanos, String limit, Holder holder) {
        return new Refusal(Math.max(1, (nanos + SECOND - 1) / SECOND), limit, holder.code());
    }

    /** The one that lasts longer; null if there is none. */
    static @Nullable Refusal longer(@Nullable Refusal one, @Nullable Refusal other) {
        return one == null || (other != null && other.seconds > one.seconds) ? other : one;
    }

    ErrorException exception() {
        return new ErrorException(ErrorType.RATE_LIMIT, limit + "; try again in " + seconds + " s", seconds, code);
    }
}
