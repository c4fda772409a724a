package dev.ccproxy.openai;

import dev.ccproxy.messages.StopReason;
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
        String reason = choice.getString("finish_reason", "");
        // Google's API for OpenAI's clients says which, as in "content_filter: RECITATION".
        return switch (reason.startsWith("content_filter:") ? "content_filter" : reason) {
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
