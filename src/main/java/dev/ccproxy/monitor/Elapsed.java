package dev.ccproxy.monitor;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as this program shows them: the one place that rounds them. */
public final class Elapsed {

    private Elapsed() {}

    /** Seconds to the millisecond, for uptimes and ages; a negative duration is 0. */
    public static double seconds(Duration duration) {
        return Math.max(duration.toMillis(), 0) / 1e3;
    }

    /** Seconds to the microsecond, for the phases of a check. */
    public static double preciseSeconds(Duration duration) {
        return microseconds(duration) / 1e6;
    }

    /** Milliseconds to the microsecond, for the phases of a check. */
    public static double milliseconds(Duration duration) {
        return microseconds(duration) / 1e3;
    }

    /** Seconds to the microsecond as a decimal number without an exponent, such as {@code 0.000120}. */
    public static String decimalSeconds(Duration duration) {
        return BigDecimal.valueOf(microseconds(duration), 6).toPlainString();
    }

    /** Rounded to the nearest. */
    private static long microseconds(Duration duration) {
        return Math.round(duration.toNanos() / 1e3);
    }

    /**
     * Hours, minutes and seconds, always all three, rounded down; hours without limit.
     *
     * @param duration not negative
     * @return such as {@code 0h 0m 7s}
     */
    public static String format(Duration duration) {
        return duration.toHours() + "h " + duration.toMinutesPart() + "m " + duration.toSecondsPart() + "s";
    }

    /**
     * For sentences: without leading parts that are zero.
     *
     * @param duration not negative
     * @return such as {@code 7s} or {@code 2m 0s}
     */
    static String brief(Duration duration) {
        return format(duration).replaceFirst("^0h (0m )?", "");
    }
}
