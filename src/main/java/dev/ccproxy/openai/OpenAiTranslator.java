package dev.ccproxy.openai;

import dev.ccproxy.messages.MessageTranslation;
import dev.ccproxy.messages.RequestFields;
import dev.ccproxy.messages.TokenCount;
import dev.ccproxy.messages.Translator;
import jakarta.json.JsonObject;

/** OpenAI's chat completions, which many providers and servers have. */
public final class OpenAiTranslator implements Translator {

    public OpenAiTranslator() {}

    @Override
    public MessageTranslation translate(JsonObject message, String host, String model) {
        return OpenAiRequest.translate(message, host, model);
    }

    @Override
    public TokenCount count(JsonObject message, String host, String model) {
        return OpenAiRequest.count(RequestFields.toCount(message), host, model);
    }
}
