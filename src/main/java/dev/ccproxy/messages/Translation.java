package dev.ccproxy.messages;

import java.util.Set;

/** A request in the API of a provider, and how what the provider responds is a message. */
public interface Translation {

    /** Where it goes, below the provider's base URL, with its query. */
    String path();

    /** The body; only the first call has it, because it is not held for longer than it takes to send it. */
    byte[] takeBody();

    /** How many tokens the client's request may have. */
    long estimatedInput();

    /** What of the client's request it does not say, as paths without indexes, such as {@code top_k}. */
    Set<String> losses();

    /** Reads the response from its beginning on. */
    ResponseReader reader(MessageWriter message);

    /**
     * Reads an error.
     *
     * @param status of the response
     * @param body whatever it is
     */
    MessageError error(int status, String body);
}
