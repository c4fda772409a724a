package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of prices may have, and what is said of one that is wrong. */
class PriceFileTest {

    private static PriceList parse(String content) throws IOException {
        return PriceFile.parse(content.getBytes(UTF_8));
    }

    @Test
    void aCompanyAddsToTheShippedPrices() throws IOException {
        PriceList list = parse("""
                # Our own.
                vllm/qwen from=2026-01-01 input=0.075 output=0.3
                shipped
                discount anthropic 15 from=2026-01-01
                """);
        assertThat(list.prices()).hasSize(PriceFile.shipped().prices().size() + 1);
        assertThat(list.prices().get(0).source()).isNull();
        assertThat(list.prices().get(1).readOn()).isNotNull();
        assertThat(list.discounts()).hasSize(1);
    }

    @Test
    void aPriceHasTheSourceThatStandsAboveIt() throws IOException {
        PriceList.Price price = parse("""
                        source https://acme.example/prices 2026-11-29
                        acme/some/model,other from=2026-01-01 input=1 output=2 over=200000
                        """.replace("\n", "\r\n")).prices().get(0);
        assertThat(price.source()).isEqualTo("https://acme.example/prices");
        assertThat(price.readOn()).isEqualTo(LocalDate.parse("2026-11-29"));
        assertThat(price.models()).containsExactly("some/model", "other");
        assertThat(price.over()).isEqualTo(200_000);
        assertThat(price.cacheRead()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/m from=2026-01-01 input=1 | must have from=, input= and output=",
                "acme/m from=2026-01-01 input=1 output=1,5 | must have prices such as 3 or 0.075",
                "acme/m from=2026-01-01 input=-1 output=1 | must have prices such as 3 or 0.075",
                "acme/m from=2026-01-01 input=0.1234567 output=1 | must have prices such as 3 or 0.075",
                "acme/m from=1.1.2026 input=1 output=1 | a date that is none",
                "acme/m from=2026-01-01 input=1 output=1 outptu=1 | must have each of these once at most",
                "acme/m from=2026-01-01 input=1 input=1 output=1 | must have each of these once at most",
                "acme/m from=2026-01-01 input=1 output=1 over=0 | a number of tokens after over=",
                "m from=2026-01-01 input=1 output=1 | must begin with PROVIDER/MODEL",
                "discount acme 101 from=2026-01-01 | a discount above 0",
                "discount acme 0 from=2026-01-01 | a discount above 0",
                "discount acme ten from=2026-01-01 | must be: discount PROVIDER PERCENT from=DATE",
                "source acme.example 2026-01-01 | must be: source URL DATE",
                "shipped prices | must have shipped alone",
            })
    void aWrongLineIsNamedAndNotQuoted(String line, String message) {
        assertThatThrownBy(() -> parse("# A comment.\n" + line + "\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(message)
                .hasMessageNotContaining("acme/m");
    }

    @Test
    void twoPricesForTheSameAreAFault() {
        assertThatThrownBy(() -> parse("a/m from=2026-01-01 input=1 output=1\na/m from=2026-01-01 input=2 output=1\n"))
                .hasMessageContaining("has a second price");
    }
}
