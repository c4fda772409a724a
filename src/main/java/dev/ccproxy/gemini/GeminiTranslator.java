package dev.ccproxy.gemini;

import dev.ccproxy.messages.MessageTranslation;
import dev.ccproxy.messages.RequestFields;
import dev.ccproxy.messages.TokenCount;
import dev.ccproxy.messages.Translator;
import jakarta.json.JsonObject;

/** Google's Gemini API, {@code generateContent}, {@code streamGenerateContent} and {@code countTokens}. */
public final class GeminiTranslator implements Translator {

    public GeminiTranslator() {}

    @Override
    public MessageTranslation translate(JsonObject message, String host, String model) {
        return GeminiRequest.translate(message, host, model);
    }

    @Override
    public TokenCount count(JsonObject message, String host, String model) {
        return GeminiRequest.count(RequestFields.toCount(message), host, model);
    }
}
