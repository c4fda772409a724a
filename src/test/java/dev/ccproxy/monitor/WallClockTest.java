package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WallClockTest {

    private static final Instant START = Instant.parse("2026-11-25T01:00:00Z");

    private final AtomicReference<Instant> calendar = new AtomicReference<>(START);
    private final WallClock clock = new WallClock(calendar::get);

    @Test
    void aDateStaysWhatItWasWhileTheClocksAreNearlyAlike() {
        assertThat(clock.origin(Duration.ZERO)).isEqualTo(START);

        for (long drift : new long[] {0, 3, -3, 499, -499}) {
            calendar.set(START.plusSeconds(100).plusMillis(drift));
            assertThat(clock.origin(Duration.ofSeconds(100))).isEqualTo(START);
        }
    }

    @Test
    void datesGoByTheCalendarAsItIsSetNow() {
        assertThat(clock.origin(Duration.ZERO)).isEqualTo(START);

        for (Duration set : new Duration[] {Duration.ofDays(3650), Duration.ofHours(-1), Duration.ofMillis(600)}) {
            calendar.set(START.plusSeconds(10).plus(set));
            assertThat(clock.origin(Duration.ofSeconds(10))).isEqualTo(START.plus(set));
        }
    }

    @Test
    void isToTheMillisecond() {
        calendar.set(START.plusNanos(1_999_999));

        assertThat(clock.origin(Duration.ZERO)).isEqualTo(START.plusMillis(1));
    }
}
