package dev.ccproxy.gemini;

import dev.ccproxy.messages.InvalidMessageException;
import dev.ccproxy.messages.StopReason;
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
}
