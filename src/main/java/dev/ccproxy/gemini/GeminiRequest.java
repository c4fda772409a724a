package dev.ccproxy.gemini;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.RequestFields;
import dev.ccproxy.messages.ResponseContext;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a request to generate content ("Method: models.generateContent" in the API reference) of one for a message. What it
 * cannot say is refused, done when the response is read, or named as a loss.
 */
final class GeminiRequest {

    /** What is read, here or by the classes that this one asks. */
    private static final Set<String> READ = Set.of(
            "model",
            "messages",
            "system",
            "max_tokens",
            "stream",
            "stop_sequences",
            "temperature",
            "top_p",
            "top_k",
            "tools",
            "tool_choice",
            "metadata",
            "thinking",
            "output_config");

    private static final int MAX_NAME = 64;

    private final JsonObject message;
    private final String host;
    private final Quirks quirks;
    private final Set<String> losses = new LinkedHashSet<>();
    private final JsonObjectBuilder request = JsonTree.newObject();

    private GeminiRequest(JsonObject message, String host, Quirks quirks) {
        this.message = message;
        this.host = host;
        this.quirks = quirks;
    }

    static GeminiTranslation translate(JsonObject message, String host, String model) {
        return new GeminiRequest(message, host, Quirks.of(host, model)).translate(model);
    }

    private GeminiTranslation translate(String model) {
        ToolNames names = new ToolNames(
                c -> ToolNames.isLetter(c) || c == '_',
                c -> ToolNames.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.',
                MAX_NAME);
        List<Turn> turns = Turn.all(message);
        String origin = "gemini@" + host;
        ModelTurns modelTurns = new ModelTurns(quirks, origin, names, losses);
        new GeminiMessages(modelTurns, quirks, losses).addTo(request, Turn.system(message), turns);
        new GeminiTools(names, losses).addTo(request, message);
        List<String> stops = RequestFields.stopSequences(message);
        boolean stopsGoOn = stops.size() <= quirks.stops();
        request.add("generationConfig", config(stops, stopsGoOn));
        if (message.get("metadata") instanceof JsonObject metadata) {
            metadata.keySet().forEach(key -> losses.add("metadata." + key));
        }
        message.keySet().stream().filter(key -> !READ.contains(key)).forEach(losses::add);
        return new GeminiTranslation(
                ModelPath.of(model, message.getBoolean("stream", false)),
                JsonTree.bytes(request.build()),
                losses,
                new ResponseContext(origin, names, RequestFields.callIds(turns), stops, stopsGoOn ? List.of() : stops));
    }

    /** The {@code generationConfig}. */
    private JsonObjectBuilder config(List<String> stops, boolean stopsGoOn) {
        JsonObjectBuilder config = JsonTree.newObject()
                .add("maxOutputTokens", RequestFields.maxTokens(message, quirks.maxOutput(), losses));
        copy("temperature", config, "temperature");
        copy("top_p", config, "topP");
        copy("top_k", config, "topK");
        if (stopsGoOn && !stops.isEmpty()) {
            config.add("stopSequences", message.get("stop_sequences"));
        }
        new Thinking(quirks, losses).addTo(config, message);
        JsonObject schema = RequestFields.outputSchema(message, losses);
        if (schema != null) {
            config.add("responseMimeType", "application/json").add("responseJsonSchema", schema);
        }
        return config;
    }

    private void copy(String key, JsonObjectBuilder config, String as) {
        JsonValue value = message.get(key);
        if (value != null && value != JsonValue.NULL) {
            config.add(as, value);
        }
    }
}
