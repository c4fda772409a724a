package dev.ccproxy.routing;

import dev.ccproxy.config.RouteConditions;
import dev.ccproxy.config.RouteSettings;
import dev.ccproxy.config.TargetSetting;
import dev.ccproxy.provider.Provider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A configured route, with the targets that are switched on. */
final class Route {

    private final String name;
    private final RouteConditions conditions;
    private final List<Condition> set;
    private final List<List<Target>> targets;
    private final Map<String, String> parameters;

    /** With the providers that are switched on, by their names. */
    Route(String name, RouteSettings settings, Map<String, Provider> enabled) {
        this.name = name;
        conditions = settings.conditions();
        set = Condition.of(conditions);
        targets = settings.targets().stream()
                .map(group -> group.stream()
                        .filter(target -> enabled.containsKey(target.provider()))
                        .map(target -> target(target, enabled))
                        .toList())
                .filter(group -> !group.isEmpty())
                .toList();
        parameters = settings.parameters();
    }

    private static Target target(TargetSetting setting, Map<String, Provider> enabled) {
        return new Target(Objects.requireNonNull(enabled.get(setting.provider())), setting.model(), setting.weight());
    }

    String name() {
        return name;
    }

    boolean hasTargets() {
        return !targets.isEmpty();
    }

    /** The first condition that does not hold; null if all hold. */
    @Nullable
    Condition mismatch(RoutedRequest request) {
        for (Condition condition : set) {
            if (!condition.holds(conditions, request)) {
                return condition;
            }
        }
        return null;
    }

    String describe(Condition condition, RoutedRequest request) {
        return condition.describe(conditions, request);
    }

    /** Why a request comes here, to follow "because". */
    String matched() {
        return set.isEmpty()
                ? "the route " + name + " takes every request"
                : "the route " + name + " takes it by "
                        + set.stream().map(Condition::key).collect(Collectors.joining(", "));
    }

    /** Where a request goes that comes here. */
    Decision decide(@Nullable String model, String why) {
        return new Decision(
                name,
                why,
                targets.stream()
                        .map(group -> group.stream()
                                .map(target -> target.model() != null
                                        ? target
                                        : new Target(target.provider(), model, target.weight()))
                                .toList())
                        .toList(),
                parameters);
    }
}
