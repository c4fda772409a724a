package dev.ccproxy.routing;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where a request is to go.
 *
 * @param route the name of the route; empty if there is none
 * @param why what decided it, to follow "because": a clause without a full stop
 * @param targets in the order of preference; those of one inner list are equal. One target at least
 * @param parameters what the request has at its top level if the client has not set it, as JSON
 */
public record Decision(String route, String why, List<List<Target>> targets, Map<String, String> parameters) {

    /** For a log: where, and why. */
    public String shown() {
        return targets.stream()
                        .map(equal -> equal.stream().map(Target::shown).collect(Collectors.joining(" or ")))
                        .collect(Collectors.joining(", then "))
                + ", because " + why;
    }

    /** The same with some of its targets only, maybe with none. */
    public Decision only(Predicate<Target> targets) {
        return new Decision(
                route,
                why,
                this.targets.stream()
                        .map(equal -> equal.stream().filter(targets).toList())
                        .filter(equal -> !equal.isEmpty())
                        .toList(),
                parameters);
    }
}
