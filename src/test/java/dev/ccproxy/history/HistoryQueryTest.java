package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.http.ErrorException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HistoryIT has the values that are refused. */
class HistoryQueryTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:34:56.789Z");

    @ParameterizedTest
    @CsvSource({
        "1h, 1, 1",
        "24h, 1, 5",
        "7d, 1, 60",
        "30d, 1, 360",
        "90d, 1, 1440",
        "400d, 1, 10080",
        "1h, 100, 1",
        "24h, 4, 5",
        "24h, 5, 60",
        "24h, 100, 60",
        "90d, 100, 1440",
        "400d, 100, 10080",
    })
    void theUsualStepGivesAChart(String from, int providers, int minutes) {
        HistoryQuery query = HistoryQuery.of("from=" + from, null, providers, NOW);

        assertThat(query.step()).isEqualTo(minutes);
        assertThat(query.scope().to()).isEqualTo(NOW);
        assertThat(query.scope().from().getEpochSecond() % (minutes * 60L)).isZero();
    }

    @Test
    void aRangeIsOfDatesOrOfHowLongAgo() {
        HistoryQuery query = HistoryQuery.of("from=2026-12-01T10:00:00%2B01:00&to=30m&node=a%20b", "p", 1, NOW);

        assertThat(query.scope().from()).isEqualTo(Instant.parse("2026-12-01T09:00:00Z"));
        assertThat(query.scope().to()).isEqualTo(NOW.minus(Duration.ofMinutes(30)));
        assertThat(query.scope().node()).isEqualTo("a b");
        assertThat(query.scope().provider()).isEqualTo("p");
    }

    @Test
    void theFutureIsNow() {
        assertThat(HistoryQuery.of("to=2027-01-01T00:00:00Z", null, 1, NOW)
                        .scope()
                        .to())
                .isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1m", "45m"})
    void noResponseHasMorePointsThanItMayOrIsMadeOfMore(String step) {
        assertThatThrownBy(() -> HistoryQuery.of("from=24h&step=" + step, null, 100, NOW))
                .isInstanceOf(ErrorException.class)
                .hasMessageContaining("at most 10000 points");
    }
}
