package dev.ccproxy.prices;

import dev.ccproxy.config.PriceList;
import dev.ccproxy.config.PriceList.Discount;
import dev.ccproxy.config.PriceList.Price;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code GET /usage/prices}: US dollars for a million tokens, in the order in which they are looked for.
 *
 * @param shipped whether they came with this program
 * @param readAt when they were read
 * @param fault why the present content of the file is not in force; null if it is
 */
@JsonbPropertyOrder({"shipped", "readAt", "fault", "prices", "discounts"})
public record PricesReport(
        boolean shipped,
        Instant readAt,
        @Nullable String fault,
        List<ModelPrice> prices,
        List<ProviderDiscount> discounts) {

    /** One line of the file; null for a kind of tokens that has no price. */
    @JsonbPropertyOrder({
        "provider",
        "models",
        "from",
        "overInputTokens",
        "input",
        "output",
        "cacheRead",
        "cacheWrite",
        "cacheWrite1h",
        "source",
        "readOn"
    })
    public record ModelPrice(
            String provider,
            List<String> models,
            LocalDate from,
            @Nullable Long overInputTokens,
            BigDecimal input,
            BigDecimal output,
            @Nullable BigDecimal cacheRead,
            @Nullable BigDecimal cacheWrite,
            @Nullable BigDecimal cacheWrite1h,
            @Nullable String source,
            @Nullable LocalDate readOn) {

        private static ModelPrice of(Price price) {
            return new ModelPrice(
                    price.provider(),
                    price.models(),
                    price.from(),
                    price.over() == 0 ? null : price.over(),
                    price.input(),
                    price.output(),
                    price.cacheRead(),
                    price.cacheWrite(),
                    price.cacheWrite1h(),
                    price.source(),
                    price.readOn());
        }
    }

    /** What the company pays less. */
    @JsonbPropertyOrder({"provider", "percent", "from"})
    public record ProviderDiscount(String provider, BigDecimal percent, LocalDate from) {

        private static ProviderDiscount of(Discount discount) {
            return new ProviderDiscount(discount.provider(), discount.percent(), discount.from());
        }
    }

    static PricesReport of(WatchedPriceFile file, PriceList list) {
        WatchedPriceFile.Change last = file.last();
        return new PricesReport(
                file.file() == null,
                last.readAt().truncatedTo(ChronoUnit.MILLIS),
                last.fault(),
                list.prices().stream().map(ModelPrice::of).toList(),
                list.discounts().stream().map(ProviderDiscount::of).toList());
    }
}
