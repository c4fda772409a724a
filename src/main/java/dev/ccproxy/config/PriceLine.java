package dev.ccproxy.config;

import dev.ccproxy.config.PriceList.Price;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A price in a file of prices: {@code PROVIDER/MODEL[,MODEL…]}, then {@code from=DATE}, {@code input=} and {@code output=},
 * and as far as the provider has them {@code cache-read=}, {@code cache-write=} (for five minutes) and
 * {@code cache-write-1h=}, in US dollars for a million tokens; {@code over=TOKENS} for requests with a larger input only.
 */
final class PriceLine {

    private static final Set<String> ATTRIBUTES =
            Set.of("from", "over", "input", "output", "cache-read", "cache-write", "cache-write-1h");

    private static final Pattern MODELS = Pattern.compile("[!-+\\--~]{1,128}(,[!-+\\--~]{1,128}){0,99}");

    /** As many decimals as keep every cost exact. */
    private static final Pattern MONEY = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,6})?");

    private static final Pattern TOKENS = Pattern.compile("[1-9][0-9]{0,8}");

    private final Map<String, String> attributes = new HashMap<>();
    private final int number;

    private PriceLine(int number) {
        this.number = number;
    }

    static Price parse(List<String> words, int number, @Nullable String source, @Nullable LocalDate readOn)
            throws IOException {
        PriceLine line = new PriceLine(number);
        for (String word : words.subList(1, words.size())) {
            line.readAttribute(word);
        }
        int slash = words.get(0).indexOf('/');
        String models = words.get(0).substring(slash + 1);
        if (slash < 1
                || !Names.isName(words.get(0).substring(0, slash))
                || !MODELS.matcher(models).matches()) {
            throw PriceFile.wrong(
                    number,
                    "must begin with PROVIDER/MODEL, such as anthropic/claude-sonnet-4-5, or with source, discount or shipped");
        }
        return new Price(
                words.get(0).substring(0, slash),
                List.of(models.split(",")),
                PriceFile.date(line.required("from"), number),
                line.over(),
                line.money(line.required("input")),
                line.money(line.required("output")),
                line.optional("cache-read"),
                line.optional("cache-write"),
                line.optional("cache-write-1h"),
                source,
                readOn);
    }

    private void readAttribute(String word) throws IOException {
        int equals = word.indexOf('=');
        String name = word.substring(0, Math.max(equals, 0));
        if (!ATTRIBUTES.contains(name) || attributes.put(name, word.substring(equals + 1)) != null) {
            throw PriceFile.wrong(
                    number,
                    "must have each of these once at most: from=, over=, input=, output=, cache-read=, cache-write=,"
                            + " cache-write-1h=");
        }
    }

    private String required(String name) throws IOException {
        String value = attributes.get(name);
        if (value == null) {
            throw PriceFile.wrong(number, "must have from=, input= and output=");
        }
        return value;
    }

    private @Nullable BigDecimal optional(String name) throws IOException {
        String value = attributes.get(name);
        return value == null ? null : money(value);
    }

    private BigDecimal money(String value) throws IOException {
        if (!MONEY.matcher(value).matches()) {
            throw PriceFile.wrong(number, "must have prices such as 3 or 0.075, with six decimals at most");
        }
        return new BigDecimal(value);
    }

    private long over() throws IOException {
        String value = attributes.get("over");
        if (value != null && !TOKENS.matcher(value).matches()) {
            throw PriceFile.wrong(number, "must have a number of tokens after over=, such as 200000");
        }
        return value == null ? 0 : Long.parseLong(value);
    }
}
