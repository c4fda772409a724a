package dev.ccproxy.monitor;

import java.time.Duration;

/** How long something has lasted, for people: {@code 2h 15m 30s}. */
public final class Elapsed {

    private Elapsed() {}

    /**
     * Always the three parts, rounded down to the second; hours without limit.
     *
     * @param duration not negative
     * @return such as {@code 0h 0m 7s}
     */
    public static String format(Duration duration) {
        return duration.toHours() + "h " + duration.toMinutesPart() + "m " + duration.toSecondsPart() + "s";
    }
}
