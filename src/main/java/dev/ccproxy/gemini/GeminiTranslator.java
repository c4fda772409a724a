package dev.ccproxy.gemini;

import dev.ccproxy.messages.Translation;
import dev.ccproxy.messages.Translator;
import jakarta.json.JsonObject;

/** Google's Gemini API, {@code generateContent} and {@code streamGenerateContent}. */
public final class GeminiTranslator implements Translator {

    public GeminiTranslator() {}

    @Override
    public Translation translate(JsonObject message, String host, String model) {
        return GeminiRequest.translate(message, host, model);
    }
}
