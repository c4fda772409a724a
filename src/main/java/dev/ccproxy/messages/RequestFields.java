package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorException;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a request has to be checked in the same way for every other API. */
public final class RequestFields {

    /** Each of them is looked for in every piece of a response. */
    private static final int MAX_STOPS = 64;

    private static final int MAX_STOP = 256;

    /** Of English text and code in JSON, roughly. */
    private static final int BYTES_A_TOKEN = 4;

    /** Of an image or a page of a document, roughly. */
    private static final int MEDIA_TOKENS = 1000;

    private RequestFields() {}

    /** A request to count tokens as one for a message, which differ in that only the latter must have a limit. */
    public static JsonObject toCount(JsonObject request) {
        return JsonTree.newObject(request).remove("stream").add("max_tokens", 1).build();
    }

    /**
     * Roughly how many tokens a request has, at no cost.
     *
     * @param bytes of the request in another API
     */
    public static long estimatedTokens(JsonObject message, int bytes) {
        Media media = new Media();
        media.add(message.get("messages"));
        return Math.max(0, bytes - media.length) / BYTES_A_TOKEN + (long) media.count * MEDIA_TOKENS;
    }

    /** The images and documents of a conversation, at any depth. */
    private static final class Media {
        private long length;
        private int count;

        private void add(@Nullable JsonValue value) {
            if (value instanceof JsonArray array) {
                array.forEach(this::add);
            } else if (value instanceof JsonObject object) {
                add(object.get("content"));
                String type = JsonText.string(object, "type");
                if (object.get("source") instanceof JsonObject source
                        && (type.equals("image") || type.equals("document"))) {
                    source(source);
                }
            }
        }

        private void source(JsonObject source) {
            add(source.get("content"));
            String type = JsonText.string(source, "type");
            if (type.equals("base64") || type.equals("url")) {
                count++;
            }
            if (type.equals("base64")) {
                length += JsonText.string(source, "data").length();
            }
        }
    }

    /**
     * The limit of the output, or that of the model if it is lower.
     *
     * @throws ErrorException 400 if there is none
     */
    public static JsonValue maxTokens(JsonObject message, int ofModel, Set<String> losses) {
        if (!(message.get("max_tokens") instanceof JsonNumber most) || most.doubleValue() < 1) {
            throw Turn.refuse("max_tokens", "a whole number, at least 1, is required");
        }
        if (most.doubleValue() > ofModel) {
            losses.add("max_tokens");
            return JsonTree.number(ofModel);
        }
        return most;
    }

    /**
     * The stop sequences, in their order.
     *
     * @throws ErrorException 400 if one of them can be none
     */
    public static List<String> stopSequences(JsonObject message) {
        if (!(message.get("stop_sequences") instanceof JsonArray all)) {
            return List.of();
        }
        if (all.size() > MAX_STOPS) {
            throw Turn.refuse("stop_sequences", "at most " + MAX_STOPS + " are taken for this provider");
        }
        return all.stream()
                .map(each -> {
                    if (each instanceof JsonString text
                            && !text.getString().isEmpty()
                            && text.getString().length() <= MAX_STOP) {
                        return text.getString();
                    }
                    throw Turn.refuse("stop_sequences", "each must be a text of 1 to " + MAX_STOP + " characters");
                })
                .toList();
    }

    /**
     * The schema of {@code output_config.format}; null if the output may be anything.
     *
     * @throws ErrorException 400 if it asks for something else
     */
    public static @Nullable JsonObject outputSchema(JsonObject message, Set<String> losses) {
        if (!(message.get("output_config") instanceof JsonObject output)) {
            return null;
        }
        output.keySet().stream()
                .filter(key -> !Set.of("format", "effort").contains(key))
                .forEach(key -> losses.add("output_config." + key));
        if (!(output.get("format") instanceof JsonObject format)) {
            return null;
        }
        if (!format.getString("type", "").equals("json_schema")
                || !(format.get("schema") instanceof JsonObject schema)) {
            throw Turn.refuse("output_config.format", "must be of type json_schema, with a schema");
        }
        return schema;
    }

    /** The ids of the calls that a conversation has. */
    public static Set<String> callIds(List<Turn> turns) {
        Set<String> ids = new HashSet<>();
        for (Turn turn : turns) {
            turn.blocks().stream()
                    .filter(block -> block.type().equals("tool_use"))
                    .forEach(block -> ids.add(block.text("id")));
        }
        return ids;
    }
}
