package dev.ccproxy.openai;

import dev.ccproxy.messages.Translation;
import dev.ccproxy.messages.Translator;
import jakarta.json.JsonObject;

/** OpenAI's chat completions, which many providers and servers have. */
public final class OpenAiTranslator implements Translator {

    public OpenAiTranslator() {}

    @Override
    public Translation translate(JsonObject message, String host, String model) {
        return OpenAiRequest.translate(message, host, model);
    }
}
