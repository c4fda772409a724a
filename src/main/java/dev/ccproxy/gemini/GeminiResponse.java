package dev.ccproxy.gemini;

import dev.ccproxy.messages.InvalidMessageException;
import dev.ccproxy.messages.StopReason;
import dev.ccproxy.messages.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a response ("GenerateContentResponse") has, the only one or one of a stream. */
final class GeminiResponse {

    private GeminiResponse() {}

    /** The first one, and only one is asked for; null if there is none. */
    static @Nullable JsonObject candidate(JsonObject response) {
        return response.get("candidates") instanceof JsonArray candidates
                        && !candidates.isEmpty()
                        && candidates.get(0) instanceof JsonObject candidate
                ? candidate
                : null;
    }

    /** Whether the provider does not show the prompt to the model. */
    static boolean isBlocked(JsonObject response) {
        return response.get("promptFeedback") instanceof JsonObject feedback
                && !feedback.getString("blockReason", "").isEmpty();
    }

    /**
     * Why it ends ("FinishReason"); null if the provider does not say.
     *
     * @throws InvalidMessageException if the response has failed
     */
    static @Nullable StopReason reason(JsonObject candidate) throws InvalidMessageException {
        String reason = candidate.getString("finishReason", "");
        return switch (reason) {
            case "", "FINISH_REASON_UNSPECIFIED" -> null;
            case "STOP" -> StopReason.END_TURN;
            case "MAX_TOKENS" -> StopReason.MAX_TOKENS;
            case "SAFETY",
                    "PROHIBITED_CONTENT",
                    "BLOCKLIST",
                    "SPII",
                    "RECITATION",
                    "LANGUAGE",
                    "MODEL_ARMOR",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> StopReason.REFUSAL;
            // A call that cannot be read, a signature that is missing, and whatever else comes: to end the turn would
            // be to
            // make a success of it.
            default -> throw new InvalidMessageException("ended its response with finishReason " + reason);
        };
    }

    /**
     * The usage, as far as it is told; null if there is none. What is read from a cache is in the prompt, and thoughts are not
     * in the candidates.
     */
    static @Nullable Usage usage(JsonObject response) {
        if (!(response.get("usageMetadata") instanceof JsonObject usage)) {
            return null;
        }
        Long cached = Usage.number(usage, "cachedContentTokenCount", null);
        Long thoughts = Usage.number(usage, "thoughtsTokenCount", null);
        Long input = sum(
                Usage.number(usage, "promptTokenCount", null), Usage.number(usage, "toolUsePromptTokenCount", null));
        return new Usage(
                input == null ? null : Long.valueOf(Math.max(0, input - (cached == null ? 0 : cached))),
                sum(Usage.number(usage, "candidatesTokenCount", null), thoughts),
                null,
                cached,
                null,
                thoughts);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(one + other);
    }
}
