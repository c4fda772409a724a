package dev.ccproxy.openai;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageTranslation;
import dev.ccproxy.messages.ProviderErrors;
import dev.ccproxy.messages.RequestFields;
import dev.ccproxy.messages.ResponseContext;
import dev.ccproxy.messages.TokenCount;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a request for chat completions ("Create chat completion" in OpenAI's API reference) of one for a message. What it
 * cannot say is refused, done when the response is read, or named as a loss.
 */
final class OpenAiRequest {

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
            "output_config",
            "service_tier");

    private static final ProviderErrors ERRORS = new ProviderErrors(OpenAiRequest.class);

    private final JsonObject message;
    private final String host;
    private final Quirks quirks;
    private final Set<String> losses = new LinkedHashSet<>();
    private final JsonObjectBuilder request = JsonTree.newObject();

    private OpenAiRequest(JsonObject message, String host, Quirks quirks) {
        this.message = message;
        this.host = host;
        this.quirks = quirks;
    }

    static MessageTranslation translate(JsonObject message, String host, String model) {
        OpenAiRequest made = new OpenAiRequest(message, host, Quirks.of(host, model));
        ResponseContext context = made.make(model);
        Prefill prefill = Prefill.of(made.request.build(), made.quirks, made.losses);
        byte[] body = JsonTree.bytes(prefill.request());
        return new MessageTranslation(
                "chat/completions",
                body,
                made.losses,
                ERRORS,
                RequestFields.estimatedTokens(message, body.length),
                writer -> new OpenAiStream(context, prefill.before(context.stopping(writer))));
    }

    static TokenCount.Estimate count(JsonObject message, String host, String model) {
        OpenAiRequest made = new OpenAiRequest(message, host, Quirks.of(host, model));
        made.make(model);
        return new TokenCount.Estimate(OpenAiTokens.of(made.request.build(), made.quirks), made.losses);
    }

    private ResponseContext make(String model) {
        request.add("model", model);
        ToolNames names = new ToolNames(c -> ToolNames.isLetterOrDigit(c) || c == '_' || c == '-', 64);
        List<Turn> turns = Turn.all(message);
        String origin = "openai@" + host;
        OpenAiMessages messages = new OpenAiMessages(quirks, origin, names, losses);
        request.add("messages", messages.of(Turn.system(message), turns));
        if (messages.hasBreakpoints()) {
            // The client's marks alone, as at Anthropic.
            request.add("prompt_cache_options", JsonTree.newObject().add("mode", "explicit"));
        }
        request.add(quirks.maxTokens(), RequestFields.maxTokens(message, quirks.maxOutput(), losses));
        boolean streamed = message.getBoolean("stream", false);
        if (streamed) {
            request.add("stream", true);
        }
        if (streamed && quirks.streamUsage()) {
            request.add("stream_options", JsonTree.newObject().add("include_usage", true));
        }
        List<String> stops = stops();
        sampling();
        Thinking thinking = new Thinking(quirks, losses);
        boolean thinks = thinking.addTo(request, message);
        if (new OpenAiTools(quirks, names, losses).add(message, thinks, request)) {
            thinking.turnOffForTools(request, message);
        }
        outputFormat();
        user();
        serviceTier();
        message.keySet().stream().filter(key -> !READ.contains(key)).forEach(losses::add);
        losses.addAll(Turn.unread(message));
        return new ResponseContext(
                origin, names, RequestFields.callIds(turns), RequestFields.stopSequences(message), stops);
    }

    /** The stop sequences that are to be found in the response, because the API does not take them. */
    private List<String> stops() {
        List<String> stops = RequestFields.stopSequences(message);
        if (stops.isEmpty() || stops.size() > quirks.stops()) {
            return stops;
        }
        request.add("stop", message.get("stop_sequences"));
        return List.of();
    }

    private void sampling() {
        for (String key : List.of("temperature", "top_p")) {
            copyIf(quirks.sampling(), key);
        }
        copyIf(quirks.topK(), "top_k");
    }

    private void copyIf(boolean taken, String key) {
        JsonValue value = message.get(key);
        if (value == null) {
            return;
        }
        if (taken) {
            request.add(key, value);
        } else {
            losses.add(key);
        }
    }

    private void outputFormat() {
        JsonObject schema = RequestFields.outputSchema(message, losses);
        if (schema == null) {
            return;
        }
        JsonObjectBuilder format = JsonTree.newObject().add("name", "response").add("schema", schema);
        if (OpenAiSchema.canBeStrict(schema)) {
            format.add("strict", true);
        } else {
            losses.add("output_config.format.strict");
        }
        request.add(
                "response_format",
                JsonTree.newObject().add("type", "json_schema").add("json_schema", format));
    }

    /** Who the user is goes on as a digest only. */
    private void user() {
        if (!(message.get("metadata") instanceof JsonObject metadata)) {
            return;
        }
        if (metadata.get("user_id") instanceof JsonString id) {
            if (quirks.user().isEmpty()) {
                losses.add("metadata.user_id");
            } else {
                request.add(quirks.user(), ToolNames.hash(id.getString()));
            }
            if (quirks.cacheKey()) {
                request.add("prompt_cache_key", ToolNames.hash(id.getString()));
            }
        }
        metadata.keySet().stream().filter(key -> !key.equals("user_id")).forEach(key -> losses.add("metadata." + key));
    }

    private void serviceTier() {
        String tier = message.getString("service_tier", "");
        if (tier.isEmpty()) {
            return;
        }
        if (quirks.serviceTier()) {
            request.add("service_tier", tier.equals("standard_only") ? "default" : tier);
        } else {
            losses.add("service_tier");
        }
    }
}
