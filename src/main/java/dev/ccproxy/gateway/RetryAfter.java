package dev.ccproxy.gateway;

import dev.ccproxy.gateway.ClientRequest.Header;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When a provider wants to be asked again (RFC 9110, 10.2.3; {@code retry-after-ms} is OpenAI's and Azure's). */
final class RetryAfter {

    private static final int MAX_DIGITS = 9;
    private static final long GREATEST = 999_999_999;

    private RetryAfter() {}

    /** Null if a header does not say it. */
    static @Nullable Duration read(Header header) {
        String value = header.value().strip();
        return switch (header.name().toLowerCase(Locale.ROOT)) {
            case "retry-after-ms" -> isNumber(value) ? Duration.ofMillis(number(value)) : null;
            case "retry-after" -> isNumber(value) ? Duration.ofSeconds(number(value)) : untilDate(value);
            default -> null;
        };
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Of a longer one, the greatest of so many digits: it is very long, whatever it is. */
    private static long number(String digits) {
        return digits.length() <= MAX_DIGITS ? Long.parseLong(digits) : GREATEST;
    }

    private static @Nullable Duration untilDate(String date) {
        try {
            Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.now(), then);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
