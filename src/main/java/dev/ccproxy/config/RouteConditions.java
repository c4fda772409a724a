package dev.ccproxy.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a route is for: those for which all of these hold. What is null or empty holds for every request.
 *
 * @param models {@code .models}: one of them is the model that is asked for
 * @param minInputTokens {@code .min-input-tokens}: the least size of the input, as it is estimated here
 * @param thinking {@code .thinking}: whether the request asks for thinking
 * @param tools {@code .tools}: one of them is the type or the name of a tool of the request
 * @param clients {@code .clients}: one of them is the client's name
 * @param teams {@code .teams}: one of them is the client's team
 * @param requestClasses {@code .request-class}: one of them is what the client calls its request
 * @param subAgent {@code .sub-agent}: whether a sub-agent of the client asks
 */
public record RouteConditions(
        List<Glob> models,
        @Nullable Integer minInputTokens,
        @Nullable Boolean thinking,
        List<Glob> tools,
        Set<String> clients,
        Set<String> teams,
        Set<String> requestClasses,
        @Nullable Boolean subAgent) {

    /** Whether they hold for every request. */
    public boolean none() {
        return models.isEmpty()
                && minInputTokens == null
                && thinking == null
                && tools.isEmpty()
                && clients.isEmpty()
                && teams.isEmpty()
                && requestClasses.isEmpty()
                && subAgent == null;
    }
}
