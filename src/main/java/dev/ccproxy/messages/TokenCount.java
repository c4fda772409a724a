package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;

/** How many tokens a request for a message has as input: as the provider is asked, or as it is estimated here. */
public sealed interface TokenCount permits CountTranslation, TokenCount.Estimate {

    /**
     * What is estimated: rather too many than too few.
     *
     * @param losses what of the client's request is not in it, because the provider would not get it
     */
    record Estimate(long inputTokens, Set<String> losses) implements TokenCount {}

    /** A number of tokens as the Messages API tells it. */
    static byte[] json(long inputTokens) {
        return ("{\"input_tokens\":" + inputTokens + "}").getBytes(UTF_8);
    }
}
