package dev.ccproxy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.usage.UsageRecord.Operation;
import dev.ccproxy.usage.UsageTotals.Model;
import dev.ccproxy.usage.UsageTotals.Total;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageTotalsTest {

    private final UsageTotals totals = new UsageTotals();

    private static UsageRecord record(@Nullable String model, @Nullable Failure failure, Usage usage) {
        return new UsageRecord(
                Instant.EPOCH,
                new Client("alice", "web", Role.CLIENT, "01234567"),
                "id",
                Operation.MESSAGES,
                UsageRecord.Asked.NOTHING,
                "a",
                model,
                false,
                failure,
                200,
                usage,
                UsageRecord.Estimate.NONE,
                Duration.ofMillis(500),
                Duration.ofHours(1),
                7,
                null);
    }

    @Test
    void addsUpByModelAndFailure() {
        Usage usage = new Usage(10L, 5L, null, 3L, null, null);
        totals.add(record("m", null, usage));
        totals.add(record("m", null, Usage.UNKNOWN));
        totals.add(record("m", Failure.CUT_SHORT, usage));

        assertThat(totals.totals()).hasSize(2);
        Model model = new Model("a", "m");
        assertThat(totals.totals().get(new UsageTotals.Key(model, "web", null)))
                .isEqualTo(new Total(2, 1, 10, 5, 0, 3, 14));
        assertThat(totals.totals().get(new UsageTotals.Key(model, "web", Failure.CUT_SHORT)))
                .as("what was used counts, whatever the end")
                .isEqualTo(new Total(1, 0, 10, 5, 0, 3, 7));
        assertThat(totals.sum()).isEqualTo(new Total(3, 1, 20, 10, 0, 6, 21));
        Histogram.Counts firstBytes =
                Objects.requireNonNull(totals.firstBytes().get(model)).counts();
        assertThat(firstBytes.counts()).containsExactly(0L, 3L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(firstBytes.bounds()).startsWith(0.25, 0.5, 1.0).endsWith(Double.POSITIVE_INFINITY);
        assertThat(firstBytes.sum()).isEqualTo(1.5);
        assertThat(Objects.requireNonNull(totals.durations().get("a")).counts().counts())
                .endsWith(3L);
    }

    @Test
    void howManyModelsAreToldApartIsBounded() {
        for (int i = 0; i < UsageTotals.MAX_MODELS + 500; i++) {
            totals.add(record("model-" + i, null, Usage.UNKNOWN));
        }
        totals.add(record("x".repeat(200), null, Usage.UNKNOWN));
        totals.add(record(null, null, Usage.UNKNOWN));

        assertThat(totals.totals()).hasSize(UsageTotals.MAX_MODELS + 1);
        assertThat(totals.firstBytes()).hasSize(UsageTotals.MAX_MODELS + 1);
        assertThat(totals.totals())
                .containsEntry(
                        new UsageTotals.Key(new Model("a", UsageTotals.OTHER), "web", null),
                        new Total(502, 502, 0, 0, 0, 0, 502 * 7));
    }
}
