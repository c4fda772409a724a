package dev.ccproxy.prices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Logged;
import dev.ccproxy.config.PriceFile;
import dev.ccproxy.config.PriceList;
import dev.ccproxy.messages.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What tokens cost, to the last digit, and when they have no cost. */
class PricesTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-25");

    @RegisterExtension
    final Logged logged = Logged.by(WatchedPriceFile.class);

    @TempDir
    private Path folder;

    private static Prices prices(String lines) throws IOException {
        return new Prices(PriceFile.parse(lines.getBytes(UTF_8)));
    }

    private static String cost(Prices prices, String model, LocalDate day, Usage usage) {
        var cost = prices.cost("acme", model, day, usage, Prices.inputTokens(usage));
        return cost == null ? "none" : cost.stripTrailingZeros().toPlainString();
    }

    private static Usage usage(long input, long output) {
        return new Usage(input, output, null, null, null, null);
    }

    @Test
    void eachKindOfTokensHasItsOwnPrice() throws IOException {
        Prices prices =
                prices("acme/m from=2026-01-01 input=1 output=10 cache-read=0.1 cache-write=1.25 cache-write-1h=2");
        assertThat(cost(prices, "m", DAY, usage(1_000_000, 0))).isEqualTo("1");
        assertThat(cost(prices, "m", DAY, usage(0, 1))).isEqualTo("0.00001");
        assertThat(cost(prices, "m", DAY, new Usage(0L, 0L, 2000L, 0L, 1000L, null)))
                .as("1000 tokens for five minutes and 1000 for an hour")
                .isEqualTo("0.00325");
        assertThat(cost(prices, "m", DAY, new Usage(0L, 0L, 0L, 30L, null, null)))
                .isEqualTo("0.000003");
        assertThat(cost(prices, "m", DAY, new Usage(null, 5L, null, null, null, 4L)))
                .as("thinking is a part of the output")
                .isEqualTo("0.00005");
    }

    @Test
    void whatHasNoPriceHasNoCost() throws IOException {
        Prices prices = prices("acme/m from=2026-11-01 input=1 output=10");
        assertThat(cost(prices, "other", DAY, usage(1, 1))).isEqualTo("none");
        assertThat(cost(prices, "m", LocalDate.parse("2026-10-31"), usage(1, 1)))
                .isEqualTo("none");
        assertThat(cost(prices, "m", DAY, new Usage(1L, 1L, 0L, 7L, null, null)))
                .as("one kind without a price")
                .isEqualTo("none");
        assertThat(cost(prices, "m", DAY, new Usage(1L, 0L, 0L, 0L, 0L, null))).isEqualTo("0.000001");
        assertThat(prices.cost("another", "m", DAY, usage(1, 1), 1)).isNull();
        assertThat(prices.cost("acme", null, DAY, usage(1, 1), 1)).isNull();
    }

    @Test
    void aBudgetIsChargedForWhatHasNoPriceAsForInput() throws IOException {
        Prices prices = prices("""
                acme/m from=2026-11-01 input=1 output=10
                acme/n from=2026-11-01 input=1 output=10 cache-read=0.1 cache-write=1.25
                discount acme 50 from=2026-11-01
                """);
        Usage usage = new Usage(2L, 3L, 1100L, 400L, 100L, null);
        assertThat(prices.charge("acme", "m", DAY, usage, 0)).isEqualByComparingTo("0.000766");
        assertThat(prices.charge("acme", "n", DAY, usage, 0)).isEqualByComparingTo("0.0007235");
        assertThat(prices.charge("acme", "other", DAY, usage, 0)).isNull();
    }

    @Test
    void thePriceOfTheDayAndOfTheSizeCounts() throws IOException {
        Prices prices = prices("""
                acme/m from=2026-01-01 input=8 output=8
                acme/m from=2026-11-25 input=2 output=10
                acme/m from=2026-11-25 over=100 input=4 output=20
                """);
        assertThat(cost(prices, "m", DAY.minusDays(1), usage(1_000_000, 0))).isEqualTo("8");
        assertThat(cost(prices, "m", DAY, usage(100, 0))).isEqualTo("0.0002");
        assertThat(cost(prices, "m", DAY, usage(101, 1)))
                .as("all tokens of a larger request, and the output too")
                .isEqualTo("0.000424");
        assertThat(cost(prices, "m", DAY, new Usage(1L, 0L, 0L, 100L, null, null)))
                .as("what is cached belongs to the size")
                .isEqualTo("none");
    }

    @Test
    void theFirstPatternThatFitsCountsAndADiscountIsTakenOff() throws IOException {
        Prices prices = prices("""
                acme/small,tiny from=2026-01-01 input=1 output=1
                acme/* from=2026-01-01 input=5 output=5
                discount acme 12.5 from=2026-11-01
                discount acme 50 from=2026-12-01
                """);
        assertThat(cost(prices, "tiny", DAY, usage(1_000_000, 0))).isEqualTo("0.875");
        assertThat(cost(prices, "large", DAY, usage(1, 0))).isEqualTo("0.000004375");
        assertThat(cost(prices, "large", LocalDate.parse("2026-10-31"), usage(1, 0)))
                .isEqualTo("0.000005");
    }

    @Test
    void theShippedPricesAreDatedAndSourcedAndHaveEveryKind() {
        assertThat(PriceFile.shipped().prices()).isNotEmpty().allSatisfy(price -> {
            assertThat(price.source()).startsWith("https://platform.claude.com/");
            assertThat(price.readOn()).isNotNull();
            assertThat(price.output()).isGreaterThan(price.input());
            assertThat(price.cacheWrite())
                    .as("one and a quarter")
                    .isEqualByComparingTo(price.input().multiply(new java.math.BigDecimal("1.25")));
            assertThat(price.cacheWrite1h())
                    .as("double")
                    .isEqualByComparingTo(price.input().add(price.input()));
            assertThat(price.cacheRead()).isLessThan(price.input());
        });
    }

    @Test
    void aFileCountsWhenTwoLooksFoundTheSameAndAWrongOneNever() throws IOException {
        Path file = Files.writeString(folder.resolve("prices"), "acme/m from=2026-01-01 input=1 output=1\n");
        Prices prices = new Prices(PriceFile.parse(Files.readAllBytes(file)));
        WatchedPriceFile watched = new WatchedPriceFile(file, prices);

        Files.writeString(file, "acme/m from=2026-01-01 input=2 output=1\n");
        watched.look(file);
        assertThat(cost(prices, "m", DAY, usage(1, 0))).isEqualTo("0.000001");
        watched.look(file);
        assertThat(cost(prices, "m", DAY, usage(1, 0))).isEqualTo("0.000002");
        assertThat(watched.last().fault()).isNull();

        Files.writeString(file, "acme/m from=2026-01-01 input=3 output=1\nacme/n from=tomorrow input=3 output=1\n");
        watched.look(file);
        watched.look(file);
        assertThat(cost(prices, "m", DAY, usage(1, 0))).as("refused as a whole").isEqualTo("0.000002");
        assertThat(watched.last().fault()).contains("line 2");

        Files.delete(file);
        watched.look(file);
        watched.look(file);
        assertThat(cost(prices, "m", DAY, usage(1, 0))).isEqualTo("0.000002");

        Files.writeString(file, "acme/m from=2026-01-01 input=4 output=1\n");
        watched.look(file);
        watched.look(file);
        assertThat(cost(prices, "m", DAY, usage(1, 0))).isEqualTo("0.000004");
        assertThat(watched.last().fault()).isNull();
        assertThat(prices.list()).isNotEqualTo(PriceList.NONE);
        assertThat(logged.lines(Level.SEVERE))
                .as("once each")
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).contains("; the last good prices stay in force until it is right again"));
    }
}
