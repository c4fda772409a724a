package dev.ccproxy.history;

import java.time.Duration;
import java.time.Instant;

/** How long a bucket is, in whole minutes, hours or days in UTC, and how long it is kept. */
enum Step {
    MINUTE(1, Duration.ofHours(26)),
    HOUR(60, Duration.ofDays(92)),
    DAY(1440, Duration.ofDays(400));

    private final int minutes;
    private final Duration kept;

    Step(int minutes, Duration kept) {
        this.minutes = minutes;
        this.kept = kept;
    }

    int minutes() {
        return minutes;
    }

    Duration kept() {
        return kept;
    }

    /** The beginning of the bucket that has an instant, in minutes since 1970. */
    int begin(Instant instant) {
        int minute = (int) Math.floorDiv(instant.getEpochSecond(), 60);
        return minute - Math.floorMod(minute, minutes);
    }

    static Step of(int minutes) {
        for (Step step : values()) {
            if (step.minutes == minutes) {
                return step;
            }
        }
        throw new IllegalArgumentException("No bucket has " + minutes + " minutes");
    }

    /** The longest that divides a number of minutes. */
    static Step dividing(int minutes) {
        return minutes % DAY.minutes == 0 ? DAY : minutes % HOUR.minutes == 0 ? HOUR : MINUTE;
    }
}
