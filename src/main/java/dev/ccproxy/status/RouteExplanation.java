package dev.ccproxy.status;

import dev.ccproxy.routing.Decision;
import dev.ccproxy.routing.Plan;
import dev.ccproxy.routing.Rests.Resting;
import dev.ccproxy.routing.Target;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code POST /status/routes/explain}.
 *
 * @param route null if a name, an alias or the model decides
 * @param why what decides it
 * @param passedOver the routes that were looked at before, in their order
 * @param parameters what the request has if the client has not set it
 * @param targets in the order in which they are tried, and then those that the client may not use
 */
@JsonbPropertyOrder({"route", "why", "passedOver", "parameters", "targets"})
public record RouteExplanation(
        @Nullable String route,
        String why,
        List<PassedOver> passedOver,
        Map<String, JsonValue> parameters,
        List<TargetState> targets) {

    /** A route, and its first condition that does not hold. */
    @JsonbPropertyOrder({"route", "why"})
    public record PassedOver(String route, String why) {}

    /**
     * A target with one of the keys of its provider.
     *
     * @param model null if the request names none
     * @param key the first eight hexadecimal digits of the key's digest; null if the provider has none
     * @param state {@code ready}, {@code resting} (it has failed, and is left alone), {@code down} (the check says so)
     *     or {@code not_allowed} (the client may not use the model, and it is never tried)
     * @param failure what it rests for; null if it does not rest
     * @param restsForSeconds 0 if one request at a time tries it; null if it does not rest
     */
    @JsonbPropertyOrder({"provider", "model", "key", "state", "failure", "restsForSeconds"})
    public record TargetState(
            String provider,
            @Nullable String model,
            @Nullable String key,
            String state,
            @Nullable String failure,
            @Nullable Double restsForSeconds) {

        private static TargetState of(Plan.Shown shown) {
            Resting resting = shown.resting();
            return new TargetState(
                    shown.candidate().target().provider().name(),
                    shown.candidate().target().model(),
                    shown.candidate().key(),
                    shown.down() ? "down" : resting == null ? "ready" : "resting",
                    resting == null ? null : resting.reason(),
                    resting == null ? null : resting.left().toMillis() / 1000.0);
        }

        private static TargetState notAllowed(Target target) {
            return new TargetState(target.provider().name(), target.model(), null, "not_allowed", null, null);
        }
    }

    /** With the plan for the targets that the client may use, and those that it may not. */
    static RouteExplanation of(Decision decision, List<PassedOver> passedOver, Plan plan, Decision notAllowed) {
        Map<String, JsonValue> parameters = new TreeMap<>();
        decision.parameters().forEach((name, json) -> parameters.put(name, value(json)));
        return new RouteExplanation(
                decision.route().isEmpty() ? null : decision.route(),
                decision.why(),
                passedOver,
                parameters,
                Stream.concat(
                                plan.shown().stream().map(TargetState::of),
                                notAllowed.targets().stream()
                                        .flatMap(List::stream)
                                        .map(TargetState::notAllowed))
                        .toList());
    }

    private static JsonValue value(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }
}
