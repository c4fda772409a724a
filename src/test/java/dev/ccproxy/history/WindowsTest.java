package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.history.HistoryReader.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The availability that the metrics have, and until when. */
class WindowsTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Figures UNKNOWN = new Figures(0, 0, 0, Figures.Checks.NONE, Traffic.NONE);
    private static final Windows WINDOWS = new Windows(
            NOON,
            new TreeMap<>(Map.of(
                    Window.HOUR,
                    Map.of("a", new Figures(70, 20, 10, Figures.Checks.NONE, Traffic.NONE), "b", UNKNOWN),
                    Window.DAY,
                    Map.of())));

    @ParameterizedTest
    @ValueSource(strings = {"PT-4M", "PT0S", "PT4M59S"})
    void areThereByWindowAndProvider(Duration later) {
        assertThat(WINDOWS.ratios(NOON.plus(later))).isEqualTo(Map.of("1h", Map.of("a", 0.9), "24h", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "PT24H", "PT-5M"})
    void areGoneWhenTheyCouldNotBeReadAnew(Duration later) {
        assertThat(WINDOWS.ratios(NOON.plus(later))).isEmpty();
    }

    @Test
    void areNotThereBeforeTheyHaveBeenRead() {
        assertThat(Windows.NONE.ratios(NOON)).isEmpty();
    }
}
