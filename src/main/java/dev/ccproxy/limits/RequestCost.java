package dev.ccproxy.limits;

import dev.ccproxy.config.Budget.Unit;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.prices.Prices;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request will use of a budget: usually, by what others of its model have used, or at most. */
final class RequestCost {

    /** Clients may ask for any model, by names of any length. */
    private static final int MAX_MODELS = 2000;

    private static final int MAX_NAME = 128;

    private record Model(String provider, String name) {}

    private record Expected(ExpectedCost cost, ExpectedCost tokens) {

        ExpectedCost in(Unit unit) {
            return unit == Unit.USD ? cost : tokens;
        }
    }

    private final Prices prices;
    private final boolean strict;
    private final Map<Model, Expected> expected = new ConcurrentHashMap<>();

    RequestCost(Prices prices, boolean strict) {
        this.prices = prices;
        this.strict = strict;
    }

    /** Whether a model has a price. */
    boolean isPriced(String provider, @Nullable String model, LocalDate day) {
        return prices.isKnown(provider, model, day);
    }

    /** What a request to a priced model needs. */
    BigDecimal of(Unit unit, String provider, @Nullable String model, LocalDate day, RequestSize size) {
        if (strict) {
            return cost(unit, provider, model, day, size.bytes(), size.mostOutput());
        }
        Expected known = expected.get(new Model(provider, String.valueOf(model)));
        BigDecimal usual = known == null ? null : known.in(unit).percentile();
        return usual == null ? cost(unit, provider, model, day, size.inputTokens(), size.usualOutput()) : usual;
    }

    private BigDecimal cost(
            Unit unit, String provider, @Nullable String model, LocalDate day, long input, long output) {
        if (unit == Unit.TOKENS) {
            return BigDecimal.valueOf(input + output);
        }
        // Whether the input is written to a cache is only known afterwards.
        return Stream.of(
                        new Usage(input, output, null, null, null, null),
                        new Usage(null, output, input, null, null, null),
                        new Usage(null, output, input, null, input, null))
                .map(usage -> prices.cost(provider, model, day, usage, input))
                .map(cost -> cost == null ? BigDecimal.ZERO : cost)
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    /** Learns what a request has used. */
    void learn(String provider, @Nullable String model, BigDecimal cost, BigDecimal tokens) {
        Model key = new Model(provider, String.valueOf(model));
        Expected known = expected.get(key);
        if (known == null && key.name().length() <= MAX_NAME && expected.size() < MAX_MODELS) {
            known = expected.computeIfAbsent(key, its -> new Expected(new ExpectedCost(), new ExpectedCost()));
        }
        if (known != null) {
            known.cost().add(cost);
            known.tokens().add(tokens);
        }
    }
}
