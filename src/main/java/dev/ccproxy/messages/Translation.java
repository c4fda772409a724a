package dev.ccproxy.messages;

import jakarta.json.JsonObject;
import java.util.Set;

/** A request in the API of a provider, and how what the provider responds is a message. */
public interface Translation {

    /** Where it goes, below the provider's base URL, with its query. */
    String path();

    /** The body. */
    byte[] body();

    /** How many tokens the client's request may have. */
    long estimatedInput();

    /** What of the client's request it does not say, as paths without indexes, such as {@code top_k}. */
    Set<String> losses();

    /**
     * Reads a response that is not streamed.
     *
     * @return the usage, as far as it is told
     * @throws InvalidMessageException if it is no response of this API
     */
    Usage read(JsonObject response, MessageWriter message) throws InvalidMessageException;

    /** Reads a response that is streamed, from its first event on. */
    StreamReader stream(MessageWriter message);

    /**
     * Reads an error.
     *
     * @param status of the response
     * @param body whatever it is
     */
    MessageError error(int status, String body);
}
