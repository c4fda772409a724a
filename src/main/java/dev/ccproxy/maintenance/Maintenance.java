package dev.ccproxy.maintenance;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance that has begun: {@code {"since":"…","until":"…","note":"…"}}.
 *
 * @param since when it began, to the millisecond
 * @param until when it ends by itself; null where an operator ends it
 * @param note what it is for, up to 200 characters without control characters; null where nothing was said
 */
@JsonbPropertyOrder({"since", "until", "note"})
public record Maintenance(
        Instant since, @Nullable Instant until, @Nullable String note) {

    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Refuses what a file may hold and a request may not.
     *
     * @param since not null
     * @param until by the year 9999; null where an operator ends it
     * @param note null where nothing was said
     */
    public Maintenance {
        if (since == null || (until != null && until.isAfter(LATEST))) {
            throw new IllegalArgumentException("A maintenance has a beginning, and ends by the year 9999");
        }
    }

    /**
     * How long it still lasts.
     *
     * @param now the date of now
     * @return whole seconds, rounded up, at least one; null where there is no end
     */
    public @Nullable Long secondsLeft(Instant now) {
        return until == null ? null : Math.max(-Math.floorDiv(ChronoUnit.MILLIS.between(until, now), 1000), 1);
    }

    boolean isOver(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /** For the log. */
    String told() {
        return (until == null ? "until it is ended" : "until " + until) + (note == null ? "" : ": " + note);
    }
}
