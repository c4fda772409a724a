package dev.ccproxy.config;

import java.util.List;
import java.util.Map;

/**
 * A route as configured under {@code ccproxy.route.NAME}.
 *
 * @param conditions which requests it is for
 * @param targets where they go, in the order of preference; those of one inner list are equal. One target at least
 * @param parameters {@code .parameters.KEY}: what a request has at its top level if the client has not set it, as JSON
 */
public record RouteSettings(
        RouteConditions conditions, List<List<TargetSetting>> targets, Map<String, String> parameters) {}
