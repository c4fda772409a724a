package dev.ccproxy.maintenance;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance that has begun: {@code {"since":"…","until":"…","note":"…"}}.
 *
 * @param since when it began, to the millisecond
 * @param until when it ends by itself; null if only an operator ends it
 * @param note what it is for, up to 200 characters without control characters; null if nothing was said
 */
@JsonbPropertyOrder({"since", "until", "note"})
public record Maintenance(
        Instant since, @Nullable Instant until, @Nullable String note) {

    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Refuses what only a file that was written by hand can hold.
     */
    public Maintenance {
        if (since == null || (until != null && until.isAfter(LATEST))) {
            throw new IllegalArgumentException("since must be there, and until must be before the year 10000");
        }
    }

    /**
     * How long it still lasts.
     *
     * @return whole seconds, rounded up, at least one; null if only an operator ends it
     */
    public @Nullable Long secondsLeft(Instant now) {
        return until == null
                ? null
                : Math.max(Duration.between(now, until).plusMillis(999).toSeconds(), 1);
    }

    boolean isOver(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /** For the log. */
    String describe() {
        return (until == null ? "until an operator ends it" : "until " + until) + (note == null ? "" : ": " + note);
    }
}
