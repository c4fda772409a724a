package dev.ccproxy.status;

import dev.ccproxy.usage.UsageTotals;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sum of attempts, in {@link TrafficReport}.
 *
 * @param failures how many failed, by why
 * @param cacheHitRatio which part of the input was read from the provider's prompt cache, 0 to 1; null without input
 * @param unknownUsage how many told no tokens
 */
@JsonbPropertyOrder({
    "attempts",
    "failures",
    "inputTokens",
    "outputTokens",
    "cacheCreationInputTokens",
    "cacheReadInputTokens",
    "cacheHitRatio",
    "unknownUsage"
})
public record TrafficTotals(
        long attempts,
        Map<String, Long> failures,
        long inputTokens,
        long outputTokens,
        long cacheCreationInputTokens,
        long cacheReadInputTokens,
        @Nullable Double cacheHitRatio,
        long unknownUsage) {

    /** The sums of those that have the same of something, in its order. */
    static <T> Map<T, TrafficTotals> by(
            Map<UsageTotals.Key, UsageTotals.Total> all,
            Function<UsageTotals.Key, T> group,
            Comparator<? super T> order) {
        Map<T, UsageTotals.Total> sums = new TreeMap<>(order);
        Map<T, Map<String, Long>> failures = new TreeMap<>(order);
        all.forEach((key, total) -> {
            T its = group.apply(key);
            sums.merge(its, total, UsageTotals.Total::plus);
            Map<String, Long> failed = failures.computeIfAbsent(its, unused -> new TreeMap<>());
            if (key.failure() != null) {
                failed.merge(key.result(), total.attempts(), Long::sum);
            }
        });
        Map<T, TrafficTotals> totals = new TreeMap<>(order);
        sums.forEach((its, sum) -> totals.put(its, of(sum, failures.getOrDefault(its, Map.of()))));
        return totals;
    }

    private static TrafficTotals of(UsageTotals.Total sum, Map<String, Long> failures) {
        double input = (double) sum.inputTokens() + sum.cacheCreationInputTokens() + sum.cacheReadInputTokens();
        return new TrafficTotals(
                sum.attempts(),
                failures,
                sum.inputTokens(),
                sum.outputTokens(),
                sum.cacheCreationInputTokens(),
                sum.cacheReadInputTokens(),
                input == 0 ? null : sum.cacheReadInputTokens() / input,
                sum.unknownUsage());
    }
}
