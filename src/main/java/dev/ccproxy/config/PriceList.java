package dev.ccproxy.config;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file of prices ({@link PriceFile}).
 *
 * @param prices in the order of the file: the first that fits a provider and a model decides which lines count for it
 * @param discounts in the order of the file
 */
public record PriceList(List<Price> prices, List<Discount> discounts) {

    /** Nothing has a price. */
    public static final PriceList NONE = new PriceList(List.of(), List.of());

    /**
     * What a provider asks for a million tokens of each kind, in US dollars; null for a kind that has no price here.
     *
     * @param provider its configured name
     * @param models the names of the provider's models, in which {@code *} stands for any characters
     * @param from the first day on which it holds
     * @param over for requests whose input, cached or not, has more tokens than these; 0 for all
     * @param source the page that says so, a URL; null if the file names none
     * @param readOn when that page was read; null without a source
     */
    public record Price(
            String provider,
            List<String> models,
            LocalDate from,
            long over,
            BigDecimal input,
            BigDecimal output,
            @Nullable BigDecimal cacheRead,
            @Nullable BigDecimal cacheWrite,
            @Nullable BigDecimal cacheWrite1h,
            @Nullable String source,
            @Nullable LocalDate readOn) {

        /** Whether both stand for the same models of the same provider. */
        public boolean isOfSame(Price other) {
            return provider.equals(other.provider) && models.equals(other.models);
        }
    }

    /**
     * What the company pays less than the prices say.
     *
     * @param percent above 0, and at most 100
     * @param from the first day on which it holds
     */
    public record Discount(String provider, BigDecimal percent, LocalDate from) {}
}
