package dev.ccproxy.routing;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.messages.RequestFeatures;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What decides where a request goes.
 *
 * @param client who sends it
 * @param model the model that the client asks for; null if it names none
 * @param features what the body asks for
 * @param requestClass what the client calls it, {@code x-claude-code-request-class}; null if it says nothing
 * @param subAgent whether a sub-agent of the client sends it: it has an {@code x-claude-code-agent-id}
 * @param session {@code x-claude-code-session-id}; null if there is none
 */
public record RoutedRequest(
        Client client,
        @Nullable String model,
        RequestFeatures features,
        @Nullable String requestClass,
        boolean subAgent,
        @Nullable String session) {

    private static final Client NOBODY = new Client("", null, Role.CLIENT, "");

    /**
     * A client's request.
     *
     * @param header gives the first value of a header; null if there is none
     */
    public static RoutedRequest of(Client client, MessageRequest message, Function<String, @Nullable String> header) {
        return new RoutedRequest(
                client,
                message.model(),
                message.features(),
                header.apply("x-claude-code-request-class"),
                header.apply("x-claude-code-agent-id") != null,
                header.apply("x-claude-code-session-id"));
    }

    /** One that asks for a model and has nothing else. */
    static RoutedRequest of(String model) {
        return new RoutedRequest(NOBODY, model, RequestFeatures.NONE, null, false, null);
    }
}
