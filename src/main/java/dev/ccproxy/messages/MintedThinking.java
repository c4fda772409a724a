package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The thinking in a conversation that has a signature of this gateway's, because a model of another API said it. A provider of
 * the Messages API would refuse the whole request for it.
 */
public final class MintedThinking {

    private static final String MARK = "\"" + Signature.TAG;

    private MintedThinking() {}

    /**
     * The body of a request without it. Nothing else is changed but blanks, and what an object says twice.
     *
     * @return null if there is none, or if the body cannot be read, which is then left to the provider
     */
    public static byte @Nullable [] removed(byte[] body) {
        // In a body that has none, nothing more than this is done.
        if (new String(body, ISO_8859_1).indexOf(MARK) < 0) {
            return null;
        }
        try {
            JsonObject request = JsonTree.object(body);
            JsonArrayBuilder messages = JsonTree.newArray();
            boolean found = false;
            if (!(request.get("messages") instanceof JsonArray all)) {
                return null;
            }
            for (JsonValue message : all) {
                JsonValue kept = removed(message);
                found |= kept != message;
                if (kept != null) {
                    messages.add(kept);
                }
            }
            return found
                    ? JsonTree.bytes(JsonTree.newObject(request)
                            .add("messages", messages)
                            .build())
                    : null;
        } catch (JsonException e) {
            return null;
        }
    }

    /** A message without it; null if nothing is left of it. */
    private static @Nullable JsonValue removed(JsonValue message) {
        if (!(message instanceof JsonObject object) || !(object.get("content") instanceof JsonArray content)) {
            return message;
        }
        JsonArrayBuilder blocks = JsonTree.newArray();
        int kept = 0;
        for (JsonValue block : content) {
            if (!isMinted(block)) {
                blocks.add(block);
                kept++;
            }
        }
        if (kept == content.size()) {
            return message;
        }
        return kept == 0
                ? null
                : JsonTree.newObject(object).add("content", blocks).build();
    }

    private static boolean isMinted(JsonValue block) {
        return block instanceof JsonObject object
                && JsonText.string(object, "type").equals("thinking")
                && JsonText.string(object, "signature").startsWith(Signature.TAG);
    }
}
