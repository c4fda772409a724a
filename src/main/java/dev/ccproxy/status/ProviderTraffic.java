package dev.ccproxy.status;

import dev.ccproxy.monitor.Elapsed;
import dev.ccproxy.routing.Rests;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.UsageTotals;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway has with one provider, in {@link ProviderStatus}.
 *
 * @param attempts requests that were sent to it since the start
 * @param failures how many of them failed, by why
 * @param streamsOpen in how many of those under way a client is getting its stream
 * @param rests what of it is left alone because it has failed, by model and key
 */
@JsonbPropertyOrder({"attempts", "failures", "streamsOpen", "rests"})
public record ProviderTraffic(long attempts, Map<String, Long> failures, int streamsOpen, List<Rest> rests) {

    /** Of one that nothing was sent to. */
    static final ProviderTraffic NONE = new ProviderTraffic(0, Map.of(), 0, List.of());

    /**
     * What is left alone.
     *
     * @param model null for all of the provider's
     * @param key the label of one of the provider's keys; null for all
     * @param operation {@code messages} or {@code count_tokens}; null for both
     * @param failure what it has failed with
     * @param consecutiveFailures how many times
     * @param restsForSeconds 0 when the pause is over, and one request at a time tries
     */
    @JsonbPropertyOrder({"model", "key", "operation", "failure", "consecutiveFailures", "restsForSeconds"})
    public record Rest(
            @Nullable String model,
            @Nullable String key,
            @Nullable String operation,
            String failure,
            int consecutiveFailures,
            double restsForSeconds) {

        private static Rest of(Rests.Resting resting) {
            return new Rest(
                    resting.what().model(),
                    resting.what().key(),
                    resting.what().operation(),
                    resting.reason(),
                    resting.failures(),
                    Elapsed.seconds(resting.left()));
        }

        /** The same but for the time that passes. */
        Rest untimed() {
            return new Rest(model, key, operation, failure, consecutiveFailures, 0);
        }
    }

    /** The present one of each provider, by its name. */
    static Function<String, ProviderTraffic> now(UsageTotals usage, Activity activity, Rests rests) {
        Map<String, TrafficTotals> totals =
                TrafficTotals.by(usage.totals(), key -> key.model().provider(), Comparator.naturalOrder());
        List<Rests.Resting> resting = rests.all().stream()
                .sorted(Comparator.comparing((Rests.Resting rest) ->
                                Objects.requireNonNullElse(rest.what().model(), ""))
                        .thenComparing(
                                rest -> Objects.requireNonNullElse(rest.what().key(), ""))
                        .thenComparing(rest -> rest.what().counting()))
                .toList();
        return provider -> {
            TrafficTotals its = totals.get(provider);
            return new ProviderTraffic(
                    its == null ? 0 : its.attempts(),
                    its == null ? Map.of() : its.failures(),
                    activity.streams(provider),
                    resting.stream()
                            .filter(rest -> rest.what().provider().equals(provider))
                            .map(Rest::of)
                            .toList());
        };
    }
}
