package dev.ccproxy.routing;

import dev.ccproxy.config.Glob;
import dev.ccproxy.config.RouteConditions;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions that a route can have, in the order in which they are looked at: what takes longest comes last. */
enum Condition {
    MODELS,
    CLIENTS,
    TEAMS,
    REQUEST_CLASS,
    SUB_AGENT,
    THINKING,
    TOOLS,
    MIN_INPUT_TOKENS;

    /** A text that people are shown is no longer than this. */
    private static final int MAX_SHOWN = 200;

    /** Those that a route sets, in their order. */
    static List<Condition> of(RouteConditions conditions) {
        return Stream.of(values()).filter(each -> each.isSet(conditions)).toList();
    }

    /** The last part of its setting's name. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private boolean isSet(RouteConditions its) {
        Object value = asked(its);
        return value instanceof Collection<?> several ? !several.isEmpty() : value != null;
    }

    /** What a route asks for: a list, a flag or a number; null for nothing. */
    private @Nullable Object asked(RouteConditions its) {
        return switch (this) {
            case MODELS -> its.models();
            case CLIENTS -> its.clients();
            case TEAMS -> its.teams();
            case REQUEST_CLASS -> its.requestClasses();
            case SUB_AGENT -> its.subAgent();
            case THINKING -> its.thinking();
            case TOOLS -> its.tools();
            case MIN_INPUT_TOKENS -> its.minInputTokens();
        };
    }

    boolean holds(RouteConditions its, RoutedRequest request) {
        return switch (this) {
            case MODELS -> any(its.models(), request.model());
            case CLIENTS -> its.clients().contains(request.client().name());
            case TEAMS ->
                request.client().team() != null
                        && its.teams().contains(request.client().team());
            case REQUEST_CLASS ->
                request.requestClass() != null && its.requestClasses().contains(request.requestClass());
            case SUB_AGENT -> Objects.equals(its.subAgent(), request.subAgent());
            case THINKING -> Objects.equals(its.thinking(), request.features().thinking());
            case TOOLS -> request.features().tools().stream().anyMatch(tool -> any(its.tools(), tool));
            case MIN_INPUT_TOKENS ->
                its.minInputTokens() == null || request.features().estimatedInput() >= its.minInputTokens();
        };
    }

    private static boolean any(List<Glob> globs, @Nullable String text) {
        return text != null && Glob.any(globs, text);
    }

    /** What the route asks for and what the request has, such as {@code thinking=true, and the request has false}. */
    String describe(RouteConditions its, RoutedRequest request) {
        return key() + "=" + shown(asked(its)) + ", and the request has " + shown(has(request));
    }

    private @Nullable Object has(RoutedRequest request) {
        return switch (this) {
            case MODELS -> request.model();
            case CLIENTS -> request.client().name();
            case TEAMS -> request.client().team();
            case REQUEST_CLASS -> request.requestClass();
            case SUB_AGENT -> request.subAgent();
            case THINKING -> request.features().thinking();
            case TOOLS -> request.features().tools();
            case MIN_INPUT_TOKENS -> "about " + request.features().estimatedInput();
        };
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof Collection<?> several
                ? several.stream().map(Object::toString).collect(Collectors.joining(","))
                : Objects.toString(value, "");
        return text.isEmpty() ? "none" : text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }
}
