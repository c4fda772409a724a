package dev.ccproxy.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as they are written in the configuration: {@code 500ms}, {@code 15s}, {@code 2m}, {@code 1h}, {@code 30d} or ISO 8601. */
public final class Durations {

    private static final Pattern SHORT_FORM = Pattern.compile("([0-9]{1,12})\\s*(ms|s|m|h|d)");

    private Durations() {}

    /** Null if the text is not a duration. */
    static @Nullable Duration parse(String value) {
        Matcher matcher = SHORT_FORM.matcher(value);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** A duration as the configuration writes it, such as {@code 15s}; in seconds if it is longer than any that is allowed. */
    public static String format(Duration duration) {
        if (duration.toDays() > 1 && duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() + "d";
        }
        if (duration.compareTo(Duration.ofHours(1)) >= 0 && duration.toSeconds() % 3600 == 0) {
            return duration.toHours() + "h";
        }
        return duration.toMillisPart() == 0 || Math.abs(duration.toDays()) > 1
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }
}
