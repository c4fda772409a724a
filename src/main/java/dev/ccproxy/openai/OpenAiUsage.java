package dev.ccproxy.openai;

import dev.ccproxy.messages.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a response so far ("The completion usage object"); null what the provider has not told. They are totals: a
 * later one counts, and none is unsaid by one that is missing or 0, with which some servers end a stream.
 */
record OpenAiUsage(
        @Nullable Long prompt,
        @Nullable Long read,
        @Nullable Long written,
        @Nullable Long completion,
        @Nullable Long reasoning,
        @Nullable Long total) {

    static final OpenAiUsage UNKNOWN = new OpenAiUsage(null, null, null, null, null, null);

    /** These, and what a response or a chunk of a stream tells. */
    OpenAiUsage with(JsonObject response) {
        // Moonshot has it in the choice (higress-group/higress#1568), and Groq in a key of its own (vercel/ai#1651).
        return told(response.get("usage"))
                .told(choice(response).get("usage"))
                .told(object(response.get("x_groq")).get("usage"));
    }

    private OpenAiUsage told(@Nullable JsonValue value) {
        if (!(value instanceof JsonObject usage)) {
            return this;
        }
        JsonObject ofPrompt = object(usage.get("prompt_tokens_details"));
        Long cached = Usage.total(usage, "cached_tokens", Usage.total(usage, "prompt_cache_hit_tokens", read));
        return new OpenAiUsage(
                Usage.total(usage, "prompt_tokens", prompt),
                Usage.total(ofPrompt, "cached_tokens", cached),
                Usage.total(ofPrompt, "cache_write_tokens", written),
                Usage.total(usage, "completion_tokens", completion),
                Usage.total(object(usage.get("completion_tokens_details")), "reasoning_tokens", reasoning),
                Usage.total(usage, "total_tokens", total));
    }

    /** Anthropic counts what is read from a cache and written to one apart from the rest of the input. */
    Usage usage() {
        Long output = completion;
        // xAI does not count the reasoning among the completion: vercel/ai#12425.
        if (prompt != null
                && completion != null
                && reasoning != null
                && total != null
                && total == prompt + completion + reasoning) {
            output = completion + reasoning;
        }
        return new Usage(
                prompt == null ? null : Long.valueOf(Math.max(0, prompt - orZero(read) - orZero(written))),
                output,
                written,
                read,
                null,
                reasoning);
    }

    private static JsonObject choice(JsonObject response) {
        return response.get("choices") instanceof JsonArray choices && !choices.isEmpty()
                ? object(choices.get(0))
                : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static JsonObject object(@Nullable JsonValue value) {
        return value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }
}
