package dev.ccproxy.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Turns times of the monitor's clock into dates, by this machine's calendar as it is set now. The two clocks never run
 * quite alike: as long as they drift apart by less than half a second, a date stays what it was.
 */
public final class WallClock {

    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private final Supplier<Instant> calendar;
    private volatile Instant origin = Instant.EPOCH;

    /** With this machine's calendar. */
    public WallClock(Supplier<Instant> calendar) {
        this.calendar = calendar;
    }

    /** The date at which the monitor's clock, which now shows this time, was at zero; to the millisecond. */
    public Instant origin(Duration now) {
        Instant observed = calendar.get().minus(now).truncatedTo(ChronoUnit.MILLIS);
        Instant known = origin;
        if (observed.isBefore(known.minus(TOLERANCE)) || observed.isAfter(known.plus(TOLERANCE))) {
            origin = observed;
            return observed;
        }
        return known;
    }
}
