package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.usage.UsageRecord;
import dev.ccproxy.usage.UsageRecord.Operation;
import dev.ccproxy.usage.UsageTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrafficCounterTest {

    private final UsageTotals totals = new UsageTotals();
    private final TrafficCounter counter = new TrafficCounter(totals);

    private void attempt(String provider, String model, @Nullable Failure failure, @Nullable Duration firstByte) {
        totals.add(new UsageRecord(
                Instant.EPOCH,
                new Client("alice", "web", Role.CLIENT, "01234567"),
                "id",
                Operation.MESSAGES,
                UsageRecord.Asked.NOTHING,
                provider,
                model,
                false,
                failure,
                200,
                Usage.UNKNOWN,
                UsageRecord.Estimate.NONE,
                firstByte,
                Duration.ofSeconds(1),
                7,
                null));
    }

    @Test
    void tellsWhatIsNewSinceTheLastTime() {
        attempt("a", "m", null, Duration.ofMillis(100));
        attempt("a", "n", null, Duration.ofMillis(300));
        attempt("a", "m", Failure.OVERLOADED, null);
        attempt("b", "m", Failure.OVERLOADED, null);

        assertThat(counter.more())
                .isEqualTo(Map.of(
                        "a", new Traffic(3, Map.of("overloaded", 1L), new Phase(2, 400_000)),
                        "b", new Traffic(1, Map.of("overloaded", 1L), Phase.NONE)));
        assertThat(counter.more()).isEmpty();

        attempt("b", "m", null, Duration.ofMillis(1));
        assertThat(counter.more()).isEqualTo(Map.of("b", new Traffic(1, Map.of(), new Phase(1, 1000))));
    }

    @Test
    void failuresAreOneText() {
        Traffic traffic = new Traffic(9, Map.of("timeout", 2L, "overloaded", 3L), Phase.NONE);

        assertThat(traffic.failuresAsText()).isEqualTo("overloaded=3 timeout=2");
        assertThat(Traffic.failuresOf("overloaded=3 timeout=2")).isEqualTo(traffic.failures());
        assertThat(Traffic.failuresOf("")).isEmpty();
    }
}
