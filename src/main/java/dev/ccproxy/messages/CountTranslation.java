package dev.ccproxy.messages;

import jakarta.json.JsonObject;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** A request for the number of tokens that a request for a message has as input. */
public final class CountTranslation extends Translation implements TokenCount {

    private final Function<JsonObject, OptionalLong> inputTokens;

    /**
     * A request.
     *
     * @param inputTokens reads the number in a response; empty if there is none
     */
    public CountTranslation(
            String path,
            byte[] body,
            Set<String> losses,
            ProviderErrors errors,
            Function<JsonObject, OptionalLong> inputTokens) {
        super(path, body, losses, errors);
        this.inputTokens = inputTokens;
    }

    /**
     * The number that a response tells.
     *
     * @throws InvalidMessageException if it tells none
     */
    public long inputTokens(JsonObject response) throws InvalidMessageException {
        return inputTokens.apply(response).orElseThrow(() -> new InvalidMessageException("told no number of tokens"));
    }
}
