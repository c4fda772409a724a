package dev.ccproxy.openai;

import dev.ccproxy.messages.StopReason;
import dev.ccproxy.messages.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What a response ("The chat completion object") and a chunk of a stream have in common. */
final class OpenAiResponse {

    private OpenAiResponse() {}

    /** Why it ends; null if the provider does not say. What is not known ends a turn, as the provider says that it ends. */
    static @Nullable StopReason reason(JsonObject choice) {
        return switch (choice.getString("finish_reason", "")) {
            case "" -> null;
            case "length" -> StopReason.MAX_TOKENS;
            case "tool_calls", "function_call" -> StopReason.TOOL_USE;
            // Z.ai says sensitive, and Mistral model_length.
            case "content_filter", "sensitive" -> StopReason.REFUSAL;
            case "model_context_window_exceeded", "model_length" -> StopReason.MODEL_CONTEXT_WINDOW_EXCEEDED;
            default -> StopReason.END_TURN;
        };
    }

    /** The stop sequence that came; null if the provider does not say (vLLM and SGLang do). */
    static @Nullable String stopSequence(JsonObject choice) {
        for (String key : new String[] {"stop_reason", "matched_stop"}) {
            if (choice.get(key) instanceof JsonString sequence) {
                return sequence.getString();
            }
        }
        return null;
    }

    /**
     * The usage, as far as it is told; null if there is none. Anthropic counts what is read from a cache and written to one
     * apart from the rest of the input.
     */
    static @Nullable Usage usage(JsonObject response) {
        if (!(response.get("usage") instanceof JsonObject usage)) {
            return null;
        }
        Long input = Usage.number(usage, "prompt_tokens", null);
        Long read = detail(usage, "prompt_tokens_details", "cached_tokens");
        if (read == null) {
            read = Usage.number(usage, "prompt_cache_hit_tokens", null);
        }
        Long written = detail(usage, "prompt_tokens_details", "cache_write_tokens");
        Long reasoning = detail(usage, "completion_tokens_details", "reasoning_tokens");
        Long output = Usage.number(usage, "completion_tokens", null);
        Long total = Usage.number(usage, "total_tokens", null);
        if (input != null && output != null && reasoning != null && total != null) {
            // xAI does not count the reasoning among the completion: vercel/ai#12425.
            output = total == input + output + reasoning ? Long.valueOf(output + reasoning) : output;
        }
        return new Usage(
                input == null ? null : Long.valueOf(Math.max(0, input - orZero(read) - orZero(written))),
                output,
                written,
                read,
                null,
                reasoning);
    }

    private static @Nullable Long detail(JsonObject usage, String details, String key) {
        return usage.get(details) instanceof JsonObject object ? Usage.number(object, key, null) : null;
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }

    /** A number that is an index; negative if there is none. */
    static int index(JsonObject call) {
        return call.get("index") instanceof JsonNumber index ? (int) index.doubleValue() : -1;
    }

    /** What parts of a content are thinking, as Mistral has it; empty if there are none. */
    static String thinking(@Nullable JsonValue content) {
        StringBuilder thinking = new StringBuilder();
        if (content instanceof JsonArray parts) {
            for (JsonValue part : parts) {
                if (part instanceof JsonObject object) {
                    thinking.append(text(object.get("thinking")));
                }
            }
        }
        return thinking.toString();
    }

    /** A text, or the texts of a list of parts; empty if it is neither. */
    static String text(@Nullable JsonValue content) {
        if (content instanceof JsonString text) {
            return text.getString();
        }
        if (!(content instanceof JsonArray parts)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (JsonValue part : parts) {
            if (part instanceof JsonObject object) {
                text.append(object.getString("text", ""));
            }
        }
        return text.toString();
    }
}
