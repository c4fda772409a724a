package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0h 0m 0s",
        "PT0.999999999S, 0h 0m 0s",
        "PT59S, 0h 0m 59s",
        "PT60S, 0h 1m 0s",
        "PT2H15M30S, 2h 15m 30s",
        "PT23H59M59.9S, 23h 59m 59s",
        "P1D, 24h 0m 0s",
        "PT51H0M3S, 51h 0m 3s",
        "P365D, 8760h 0m 0s"
    })
    void alwaysHasThreePartsAndHoursWithoutLimit(Duration uptime, String shown) {
        assertThat(Elapsed.format(uptime)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "PT7S, 7s",
        "PT2M, 2m 0s",
        "PT1H, 1h 0m 0s",
        "PT10H5S, 10h 0m 5s",
        "PT20H3M, 20h 3m 0s",
        "PT100H, 100h 0m 0s"
    })
    void ofASentenceHasNoLeadingPartsThatAreZero(Duration elapsed, String shown) {
        assertThat(Elapsed.brief(elapsed)).isEqualTo(shown);
    }

    @Test
    void roundsAnAgeDownToTheMillisecond() {
        assertThat(Elapsed.seconds(Duration.ofNanos(1_999_999))).isEqualTo(0.001);
        assertThat(Elapsed.seconds(Duration.ofMillis(-1))).isZero();
    }

    @Test
    void roundsAPhaseToTheNearestMicrosecond() {
        Duration phase = Duration.ofNanos(119_500);

        assertThat(Elapsed.preciseSeconds(phase)).isEqualTo(0.00012);
        assertThat(Elapsed.milliseconds(phase)).isEqualTo(0.12);
        assertThat(Elapsed.decimalSeconds(phase)).isEqualTo("0.000120");
    }
}
