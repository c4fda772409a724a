package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorException;
import jakarta.json.JsonObject;

/** The API of some providers in terms of the Messages API. */
public interface Translator {

    /**
     * Translates a request for a message.
     *
     * @param message the body of the client's request
     * @param host of the provider's base URL, by which its ways are known
     * @param model as the provider knows it
     * @throws ErrorException 400, with the path of what the other API cannot say
     */
    MessageTranslation translate(JsonObject message, String host, String model);

    /**
     * Counts the tokens of a request for a message, or translates the question.
     *
     * @param message the body of the client's request
     * @param host of the provider's base URL, by which its ways are known
     * @param model as the provider knows it
     * @throws ErrorException 400, with the path of what the other API cannot say
     */
    TokenCount count(JsonObject message, String host, String model);
}
