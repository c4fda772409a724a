package dev.ccproxy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.usage.UsageRecord.Operation;
import dev.ccproxy.usage.UsageTotals.Total;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageTotalsTest {

    private final UsageTotals totals = new UsageTotals();

    private static UsageRecord record(@Nullable String model, @Nullable Failure failure, Usage usage) {
        return new UsageRecord(
                Instant.EPOCH,
                new Client("alice", null, Role.CLIENT, "01234567"),
                "id",
                Operation.MESSAGES,
                "a",
                model,
                failure,
                200,
                usage,
                Duration.ZERO,
                Duration.ZERO,
                0,
                null);
    }

    @Test
    void addsUpByModelAndFailure() {
        Usage usage = new Usage(10L, 5L, null, 3L, null);
        totals.add(record("m", null, usage));
        totals.add(record("m", null, Usage.UNKNOWN));
        totals.add(record("m", Failure.CUT_SHORT, usage));

        assertThat(totals.totals()).hasSize(2);
        assertThat(totals.totals().get(new UsageTotals.Key("alice", "a", "m", null)))
                .isEqualTo(new Total(2, 1, 10, 5, 0, 3));
        assertThat(totals.totals().get(new UsageTotals.Key("alice", "a", "m", Failure.CUT_SHORT)))
                .as("what was used counts, whatever the end")
                .isEqualTo(new Total(1, 0, 10, 5, 0, 3));
    }

    @Test
    void howManyModelsAreToldApartIsBounded() {
        for (int i = 0; i < UsageTotals.MAX_KEYS + 500; i++) {
            totals.add(record("model-" + i, null, Usage.UNKNOWN));
        }
        totals.add(record("x".repeat(200), null, Usage.UNKNOWN));
        totals.add(record(null, null, Usage.UNKNOWN));

        assertThat(totals.totals()).hasSizeLessThanOrEqualTo(UsageTotals.MAX_KEYS + 1);
        assertThat(totals.totals())
                .containsEntry(
                        new UsageTotals.Key("alice", "a", UsageTotals.OTHER, null), new Total(502, 502, 0, 0, 0, 0));
    }
}
