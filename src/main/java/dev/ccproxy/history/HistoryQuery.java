package dev.ccproxy.history;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for: {@code from}, {@code to}, {@code step} and {@code node}. Wrong values are 400.
 *
 * @param scope with a beginning at a whole step
 * @param step in minutes
 */
record HistoryQuery(Scope scope, int step) {

    /** Of all providers together. */
    static final int MAX_POINTS = 10_000;

    /** Of buckets that are read, for all providers together. */
    private static final int MAX_ROWS = 50_000;

    /** Read within some tens of milliseconds. */
    private static final int USUAL_ROWS = 6_500;

    private static final int USUAL_POINTS = 300;
    private static final List<Integer> USUAL_STEPS = List.of(1, 5, 15, 60, 360, 1440, 7 * 1440, 30 * 1440);
    private static final int MAX_STEP = 90 * 1440;
    private static final int MAX_NODE = 100;
    private static final Duration USUAL_RANGE = Duration.ofHours(24);

    /**
     * Reads a raw query.
     *
     * @param query null if there is none
     * @param provider the one that is asked for; null for all
     * @param providers how many are asked for
     */
    static HistoryQuery of(@Nullable String query, @Nullable String provider, int providers, Instant now) {
        Instant to = instant("to", Query.value(query, "to"), now, now);
        Instant from = instant("from", Query.value(query, "from"), now, to.minus(USUAL_RANGE));
        if (!from.isBefore(to)) {
            throw wrong("from must be before to");
        }
        Instant oldest = now.minus(Step.DAY.kept());
        if (from.isBefore(oldest)) {
            throw wrong("from must be at most " + Step.DAY.kept().toDays() + " days ago");
        }
        String step = Query.value(query, "step");
        int minutes = step == null ? usualStep(from, to, now, providers) : minutes(step);
        check(minutes, from, to, now, providers);
        Instant begin = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), minutes * 60L) * minutes * 60L);
        return new HistoryQuery(new Scope(begin, to, provider, node(Query.value(query, "node"))), minutes);
    }

    private static int usualStep(Instant from, Instant to, Instant now, int providers) {
        int chosen = MAX_STEP;
        for (int i = USUAL_STEPS.size() - 1; i >= 0; i--) {
            int step = USUAL_STEPS.get(i);
            long points = points(from, to, step);
            boolean fine = points <= USUAL_POINTS && points * providers <= MAX_POINTS && isKept(step, from, now);
            boolean soon = Step.dividing(step) == Step.DAY || rows(from, to, step) * providers <= USUAL_ROWS;
            chosen = fine && soon ? step : chosen;
        }
        return chosen;
    }

    private static void check(int step, Instant from, Instant to, Instant now, int providers) {
        if (!isKept(step, from, now)) {
            String unit = isKept(60, from, now) ? "1h" : "1d";
            throw wrong("step must be a multiple of " + unit + " for a from so long ago: " + hint());
        }
        if (points(from, to, step) * providers > MAX_POINTS || rows(from, to, step) * providers > MAX_ROWS) {
            throw wrong("step must be so long, or the range so short, that there are at most " + MAX_POINTS
                    + " points, made of " + MAX_ROWS + " minutes, hours or days, of all providers together");
        }
    }

    private static String hint() {
        return "minutes are kept for " + Step.MINUTE.kept().toHours() + " hours, hours for "
                + Step.HOUR.kept().toDays() + " days";
    }

    private static boolean isKept(int step, Instant from, Instant now) {
        return !from.isBefore(now.minus(Step.dividing(step).kept()));
    }

    private static long points(Instant from, Instant to, int step) {
        return Duration.between(from, to).toMinutes() / step + 1;
    }

    /** How many buckets are read for a provider. */
    private static long rows(Instant from, Instant to, int step) {
        return points(from, to, Step.dividing(step).minutes());
    }

    private static Instant instant(String name, @Nullable String text, Instant now, Instant usual) {
        if (text == null) {
            return usual;
        }
        Duration ago = duration(text);
        try {
            Instant instant = ago == null ? OffsetDateTime.parse(text).toInstant() : now.minus(ago);
            return instant.isAfter(now) ? now : instant;
        } catch (DateTimeParseException e) {
            throw wrong(
                    name + " must be a date with time and offset such as 2026-12-31T23:00:00Z, or how long ago it is,"
                            + " such as 90m, 24h or 7d");
        }
    }

    private static int minutes(String text) {
        Duration step = duration(text);
        if (step == null || step.toMinutes() < 1 || step.toMinutes() > MAX_STEP) {
            throw wrong("step must be from 1m to 90d, in minutes, hours or days, such as 5m, 1h or 1d");
        }
        return (int) step.toMinutes();
    }

    /** A number and m, h or d; null for anything else. */
    private static @Nullable Duration duration(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > 6) {
            return null;
        }
        int number = 0;
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            number = 10 * number + c - '0';
        }
        return switch (text.charAt(digits)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> null;
        };
    }

    private static @Nullable String node(@Nullable String text) {
        if (text != null && (text.isEmpty() || text.length() > MAX_NODE)) {
            throw wrong("node must be the name of a node, 1 to " + MAX_NODE + " characters");
        }
        return text;
    }

    private static ErrorException wrong(String message) {
        return new ErrorException(ErrorType.INVALID_REQUEST, message);
    }
}
