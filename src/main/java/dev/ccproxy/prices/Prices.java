package dev.ccproxy.prices;

import dev.ccproxy.config.Glob;
import dev.ccproxy.config.PriceList;
import dev.ccproxy.config.PriceList.Discount;
import dev.ccproxy.config.PriceList.Price;
import dev.ccproxy.messages.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The prices in force. Money is exact: no cost is ever rounded, and none is made up. */
public final class Prices {

    /** What is for a million tokens, for one; and a hundredth. */
    private static final int MILLIONTH = 6;

    private static final int HUNDREDTH = 2;

    private static final BigDecimal WHOLE = new BigDecimal(100);

    /** Clients may ask for any number of models, by names of any length. */
    private static final int MAX_MODELS = 2000;

    private static final int MAX_NAME = 128;

    private volatile InForce inForce;

    private record Model(String provider, String name) {}

    /** All prices, and those that fit models which have been asked for. */
    private record InForce(PriceList list, Map<Model, List<Price>> known) {

        static InForce of(PriceList list) {
            return new InForce(list, new ConcurrentHashMap<>());
        }

        List<Price> fitting(String provider, String model) {
            Model asked = new Model(provider, model);
            List<Price> fitting = known.get(asked);
            if (fitting == null) {
                fitting = search(asked);
                if (known.size() < MAX_MODELS && model.length() <= MAX_NAME) {
                    known.put(asked, fitting);
                }
            }
            return fitting;
        }

        private List<Price> search(Model asked) {
            return list.prices().stream()
                    .filter(price -> price.provider().equals(asked.provider()))
                    .filter(price ->
                            price.models().stream().anyMatch(pattern -> new Glob(pattern).matches(asked.name())))
                    .findFirst()
                    .map(first -> list.prices().stream().filter(first::isOfSame).toList())
                    .orElse(List.of());
        }
    }

    public Prices(PriceList list) {
        inForce = InForce.of(list);
    }

    /** From now on these count. */
    void use(PriceList next) {
        inForce = InForce.of(next);
    }

    /** All of them. */
    PriceList list() {
        return inForce.list();
    }

    /**
     * What tokens cost on a day, in US dollars; a number of tokens that is not known counts as none.
     *
     * @param inputTokens of the whole request, cached or not, on which some prices depend
     * @return null if one kind of these tokens has no price
     */
    public @Nullable BigDecimal cost(
            String provider, @Nullable String model, LocalDate day, Usage usage, long inputTokens) {
        InForce present = inForce;
        Price price = model == null ? null : find(present, provider, model, day, inputTokens);
        return price == null ? null : cost(price, paid(present.list(), provider, day), usage);
    }

    /**
     * What a budget is charged for tokens: what they cost, or, where a kind has no price, as if those tokens were other input;
     * otherwise whoever uses a cache would use no budget.
     *
     * @param inputTokens of the whole request, cached or not, on which some prices depend
     * @return null if the model has no price
     */
    public @Nullable BigDecimal charge(
            String provider, @Nullable String model, LocalDate day, Usage usage, long inputTokens) {
        InForce present = inForce;
        Price price = model == null ? null : find(present, provider, model, day, inputTokens);
        return price == null ? null : cost(complete(price), paid(present.list(), provider, day), usage);
    }

    private static Price complete(Price price) {
        BigDecimal write = Objects.requireNonNullElse(price.cacheWrite(), price.input());
        return new Price(
                price.provider(),
                price.models(),
                price.from(),
                price.over(),
                price.input(),
                price.output(),
                Objects.requireNonNullElse(price.cacheRead(), price.input()),
                write,
                Objects.requireNonNullElse(price.cacheWrite1h(), write),
                price.source(),
                price.readOn());
    }

    private static @Nullable BigDecimal cost(Price price, BigDecimal paid, Usage usage) {
        long hour = number(usage.cacheCreation1hInputTokens());
        BigDecimal sum = BigDecimal.ZERO;
        sum = plus(sum, number(usage.inputTokens()), price.input());
        sum = plus(sum, number(usage.outputTokens()), price.output());
        sum = plus(sum, number(usage.cacheReadInputTokens()), price.cacheRead());
        sum = plus(sum, Math.max(0, number(usage.cacheCreationInputTokens()) - hour), price.cacheWrite());
        sum = plus(sum, hour, price.cacheWrite1h());
        return sum == null ? null : sum.multiply(paid).movePointLeft(MILLIONTH);
    }

    /** Whether a model has a price on a day. */
    public boolean isKnown(String provider, @Nullable String model, LocalDate day) {
        return model != null && find(inForce, provider, model, day, 0) != null;
    }

    /** The input of a request: what is new, what is read from a cache and what is written to one. */
    public static long inputTokens(Usage usage) {
        return number(usage.inputTokens())
                + number(usage.cacheReadInputTokens())
                + Math.max(number(usage.cacheCreationInputTokens()), number(usage.cacheCreation1hInputTokens()));
    }

    private static long number(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }

    private static @Nullable BigDecimal plus(@Nullable BigDecimal sum, long tokens, @Nullable BigDecimal price) {
        if (tokens == 0 || sum == null) {
            return sum;
        }
        return price == null ? null : sum.add(price.multiply(BigDecimal.valueOf(tokens)));
    }

    private static @Nullable Price find(
            InForce present, String provider, String model, LocalDate day, long inputTokens) {
        List<Price> fitting = present.fitting(provider, model);
        LocalDate from = null;
        for (Price price : fitting) {
            if (!price.from().isAfter(day) && (from == null || price.from().isAfter(from))) {
                from = price.from();
            }
        }
        Price found = null;
        for (Price price : fitting) {
            if (price.from().equals(from)
                    && (price.over() == 0 || inputTokens > price.over())
                    && (found == null || price.over() > found.over())) {
                found = price;
            }
        }
        return found;
    }

    /** The part of a price that the company pays. */
    private static BigDecimal paid(PriceList list, String provider, LocalDate day) {
        Discount last = null;
        for (Discount discount : list.discounts()) {
            if (discount.provider().equals(provider)
                    && !discount.from().isAfter(day)
                    && (last == null || discount.from().isAfter(last.from()))) {
                last = discount;
            }
        }
        return last == null ? BigDecimal.ONE : WHOLE.subtract(last.percent()).movePointLeft(HUNDREDTH);
    }
}
