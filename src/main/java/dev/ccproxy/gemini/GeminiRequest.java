package dev.ccproxy.gemini;

import dev.ccproxy.messages.CallIds;
import dev.ccproxy.messages.CountTranslation;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageTranslation;
import dev.ccproxy.messages.ProviderErrors;
import dev.ccproxy.messages.RequestFields;
import dev.ccproxy.messages.ResponseContext;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn;
import dev.ccproxy.messages.Usage;
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

    /** What of a request counts where it cannot be counted as a whole. */
    private static final Set<String> COUNTED = Set.of("contents", "systemInstruction", "tools", "generationConfig");

    private static final ProviderErrors ERRORS = new ProviderErrors(GeminiRequest.class);

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

    static MessageTranslation translate(JsonObject message, String host, String model) {
        GeminiRequest made = new GeminiRequest(message, host, Quirks.of(host, model));
        ResponseContext context = made.make();
        byte[] body = JsonTree.bytes(made.request.build());
        return new MessageTranslation(
                ModelPath.of(
                        model,
                        message.getBoolean("stream", false) ? "streamGenerateContent?alt=sse" : "generateContent"),
                body,
                made.losses,
                ERRORS,
                RequestFields.estimatedTokens(message, body.length),
                writer -> new GeminiStream(context, context.stopping(writer)));
    }

    /** The request for the number of tokens ("Method: models.countTokens"). */
    static CountTranslation count(JsonObject message, String host, String model) {
        GeminiRequest made = new GeminiRequest(message, host, Quirks.of(host, model));
        made.make();
        JsonObject counted = made.request.build();
        JsonObjectBuilder body = JsonTree.newObject();
        if (made.quirks.countsRequests()) {
            body.add("generateContentRequest", JsonTree.newObject(counted).add("model", ModelPath.name(model)));
        } else {
            COUNTED.stream().filter(counted::containsKey).forEach(key -> body.add(key, counted.get(key)));
        }
        return new CountTranslation(
                ModelPath.of(model, "countTokens"),
                JsonTree.bytes(body.build()),
                made.losses,
                ERRORS,
                response -> Usage.number(response, "totalTokens", null));
    }

    private ResponseContext make() {
        ToolNames names = new ToolNames(
                c -> ToolNames.isLetter(c) || c == '_',
                c -> ToolNames.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.',
                MAX_NAME);
        List<Turn> turns = Turn.all(message);
        String origin = "gemini@" + host;
        ModelTurns modelTurns = new ModelTurns(quirks, origin, names, losses);
        new GeminiMessages(modelTurns, new CallIds(origin), quirks, losses).addTo(request, Turn.system(message), turns);
        new GeminiTools(names, losses).addTo(request, message);
        List<String> stops = RequestFields.stopSequences(message);
        boolean stopsGoOn = stops.size() <= quirks.stops();
        request.add("generationConfig", config(stops, stopsGoOn));
        if (message.get("metadata") instanceof JsonObject metadata) {
            metadata.keySet().forEach(key -> losses.add("metadata." + key));
        }
        message.keySet().stream().filter(key -> !READ.contains(key)).forEach(losses::add);
        losses.addAll(Turn.unread(message));
        return new ResponseContext(origin, names, RequestFields.callIds(turns), stops, stopsGoOn ? List.of() : stops);
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
