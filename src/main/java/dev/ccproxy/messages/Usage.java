package dev.ccproxy.messages;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one message, by Anthropic's names ("Messages", {@code usage}); null what the provider has not told.
 *
 * @param inputTokens of the prompt, without those that were written to a cache or read from one
 * @param outputTokens of the response, thinking included
 * @param cacheCreationInputTokens written to a cache, for whatever time
 * @param cacheReadInputTokens read from a cache
 * @param cacheCreation1hInputTokens of those written to a cache, the ones for an hour, which cost more
 * @param thinkingTokens of the output, those of thinking
 */
public record Usage(
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long cacheCreationInputTokens,
        @Nullable Long cacheReadInputTokens,
        @Nullable Long cacheCreation1hInputTokens,
        @Nullable Long thinkingTokens) {

    /** Nothing is known. */
    public static final Usage UNKNOWN = new Usage(null, null, null, null, null, null);

    /**
     * This usage, with what a later object tells in place of what was told before: figures are totals, not parts. What was
     * told of the prompt is not unsaid by a zero, with which some servers end a stream.
     */
    Usage with(JsonObject later) {
        return new Usage(
                total(later, "input_tokens", inputTokens),
                number(later, "output_tokens", outputTokens),
                total(later, "cache_creation_input_tokens", cacheCreationInputTokens),
                total(later, "cache_read_input_tokens", cacheReadInputTokens),
                later.get("cache_creation") instanceof JsonObject creation
                        ? total(creation, "ephemeral_1h_input_tokens", cacheCreation1hInputTokens)
                        : cacheCreation1hInputTokens,
                later.get("output_tokens_details") instanceof JsonObject details
                        ? number(details, "thinking_tokens", thinkingTokens)
                        : thinkingTokens);
    }

    /** A total number of tokens; what was known before if there is none, or 0. */
    public static @Nullable Long total(JsonObject later, String key, @Nullable Long before) {
        Long told = number(later, key, before);
        return before != null && told != null && told == 0 ? before : told;
    }

    /** This usage, with so many tokens of the prompt if the provider has told none. */
    Usage orInput(long estimate) {
        return inputTokens != null
                ? this
                : new Usage(
                        estimate,
                        outputTokens,
                        cacheCreationInputTokens,
                        cacheReadInputTokens,
                        cacheCreation1hInputTokens,
                        thinkingTokens);
    }

    /** As the Messages API writes it. The two figures that it must have are 0 where they are not known. */
    String json() {
        return "{\"input_tokens\":" + Objects.requireNonNullElse(inputTokens, 0L) + ",\"cache_creation_input_tokens\":"
                + cacheCreationInputTokens + ",\"cache_read_input_tokens\":" + cacheReadInputTokens
                + ",\"output_tokens\":" + Objects.requireNonNullElse(outputTokens, 0L)
                + (thinkingTokens == null
                        ? ""
                        : ",\"output_tokens_details\":{\"thinking_tokens\":" + thinkingTokens + "}")
                + "}";
    }

    /** A number of tokens; what was known before if there is none that can be one. */
    public static @Nullable Long number(JsonObject object, String key, @Nullable Long before) {
        if (object.get(key) instanceof JsonNumber number) {
            // Not longValueExact: 1e999999999 would be written out first.
            double value = number.doubleValue();
            return value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value)
                    ? Long.valueOf((long) value)
                    : before;
        }
        return before;
    }
}
