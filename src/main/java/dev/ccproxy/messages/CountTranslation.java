package dev.ccproxy.messages;

import jakarta.json.JsonObject;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request for the number of tokens that a request for a message has as input. */
public final class CountTranslation extends Translation implements TokenCount {

    private final Function<JsonObject, @Nullable Long> inputTokens;

    /**
     * A request.
     *
     * @param inputTokens reads the number in a response; null if there is none
     */
    public CountTranslation(
            String path,
            byte[] body,
            Set<String> losses,
            ProviderErrors errors,
            Function<JsonObject, @Nullable Long> inputTokens) {
        super(path, body, losses, errors);
        this.inputTokens = inputTokens;
    }

    /**
     * The number that a response tells.
     *
     * @throws InvalidMessageException if it tells none
     */
    public long inputTokens(JsonObject response) throws InvalidMessageException {
        Long told = inputTokens.apply(response);
        if (told == null) {
            throw new InvalidMessageException("told no number of tokens");
        }
        return told;
    }
}
