package dev.ccproxy.monitor;

import java.time.Duration;

/** How long something has lasted: {@code 2h 15m 30s} for people, seconds for programs. */
public final class Elapsed {

    private Elapsed() {}

    /**
     * To the millisecond, as every figure in seconds is but those of a check.
     *
     * @param duration one that is negative counts as none
     * @return seconds
     */
    public static double seconds(Duration duration) {
        return Math.max(duration.toMillis(), 0) / 1e3;
    }

    /**
     * Always the three parts, rounded down to the second; hours without limit.
     *
     * @param duration not negative
     * @return such as {@code 0h 0m 7s}
     */
    public static String format(Duration duration) {
        return duration.toHours() + "h " + duration.toMinutesPart() + "m " + duration.toSecondsPart() + "s";
    }

    /**
     * For sentences: without the leading parts that are zero.
     *
     * @param duration not negative
     * @return such as {@code 7s} or {@code 2m 0s}
     */
    static String brief(Duration duration) {
        return format(duration).replace("0h 0m ", "").replaceFirst("^0h ", "");
    }
}
