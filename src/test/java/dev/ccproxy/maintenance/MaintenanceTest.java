package dev.ccproxy.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceTest {

    private static final Instant UNTIL = Instant.parse("2026-11-28T01:00:00Z");

    @ParameterizedTest
    @CsvSource({"2000, 2", "1001, 2", "1000, 1", "999, 1", "1, 1", "0, 1", "-5000, 1"})
    void secondsLeftAreRoundedUpAndAtLeastOne(long millis, long seconds) {
        assertThat(new Maintenance(UNTIL.minusSeconds(60), UNTIL, null).secondsLeft(UNTIL.minusMillis(millis)))
                .isEqualTo(seconds);
    }

    @Test
    void withoutAnEndNoSecondsAreKnown() {
        assertThat(new Maintenance(UNTIL, null, null).secondsLeft(UNTIL)).isNull();
    }
}
