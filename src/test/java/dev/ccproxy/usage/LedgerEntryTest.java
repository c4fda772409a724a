package dev.ccproxy.usage;

import static dev.ccproxy.usage.Records.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.PriceFile;
import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.BudgetNodes;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.prices.Prices;
import dev.ccproxy.usage.UsageRecord.Asked;
import dev.ccproxy.usage.UsageRecord.Estimate;
import dev.ccproxy.usage.UsageRecord.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerEntryTest {

    private static UsageRecord record(String model, String text, Usage usage) {
        return new UsageRecord(
                NOON,
                BudgetNodes.client("alice", "web"),
                "id",
                Operation.MESSAGES,
                new Asked(text, text, text, "", text),
                "acme",
                model,
                false,
                null,
                200,
                usage,
                Estimate.NONE,
                null,
                Duration.ofMillis(1),
                0,
                text);
    }

    private static LedgerEntry entry(UsageRecord record, Prices prices) {
        return LedgerEntry.of(record, String.valueOf(record.model()), prices, ZoneId.of("UTC"));
    }

    /** Otherwise, whoever uses a cache would use no budget. */
    @Test
    void aBudgetIsChargedForTokensThatHaveNoPrice() throws IOException {
        Prices prices = new Prices(PriceFile.parse("acme/* from=2026-01-01 input=1 output=10".getBytes(UTF_8)));
        Budgets budgets = BudgetNodes.budgets(
                true, false, List.of(BudgetNodes.usd(Period.DAY, "10")), List.of(), System::nanoTime);
        LedgerEntry entry = entry(record("model", "", new Usage(16L, 2000L, null, 99_984L, null, null)), prices)
                .chargedTo(budgets, prices);

        assertThat(entry.cost()).as("is not made up").isNull();
        assertThat(entry.isUnpriced()).isTrue();
        assertThat(entry.charges())
                .singleElement()
                .extracting(BudgetCharge::amount)
                .satisfies(amount -> assertThat(amount).isEqualByComparingTo("0.12"));
    }

    /** It may wait for as long as the database is away. */
    @Test
    void textsOfAnyLengthTakeLittleRoomWhileItWaits() {
        LedgerEntry entry = entry(record("m".repeat(100_000), "t".repeat(100_000), Usage.UNKNOWN), Records.prices());
        LedgerEntry bounded = entry.bounded();

        assertThat(bounded.toString()).hasSizeLessThan(6000);
        assertThat(bounded.record().model())
                .as("is still longer than any that is kept")
                .hasSize(129);
        assertThat(entry(record("model", "text", Usage.UNKNOWN), Records.prices())
                        .bounded())
                .isEqualTo(entry(record("model", "text", Usage.UNKNOWN), Records.prices()));
    }
}
