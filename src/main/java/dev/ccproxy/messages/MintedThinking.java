package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The thinking in a conversation that has a signature of this gateway's, because a model of another API said it. A provider of
 * the Messages API would refuse the whole request for it.
 */
public final class MintedThinking {

    private static final byte[] MARK = ("\"" + Signature.TAG).getBytes(ISO_8859_1);

    /** How far a look at a byte lets the search go on (Horspool's algorithm): most bytes are passed over unseen. */
    private static final byte[] SKIP = new byte[256];

    static {
        Arrays.fill(SKIP, (byte) MARK.length);
        for (int i = 0; i < MARK.length - 1; i++) {
            SKIP[MARK[i] & 0xff] = (byte) (MARK.length - 1 - i);
        }
    }

    private MintedThinking() {}

    /** Whether there may be some in the body of a request. */
    public static boolean isIn(byte[] body) {
        int last = MARK.length - 1;
        for (int at = last; at < body.length; at += SKIP[body[at] & 0xff]) {
            if (body[at] == MARK[last] && Arrays.equals(body, at - last, at + 1, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The body of a request without it. Of the rest the values stay as they are, written without blanks and with other
     * escapes; of what an object says twice the last one stays.
     *
     * <p>Thinking with a budget is turned off for a request in whose last turn the assistant begins without thinking now, as
     * Anthropic refuses that. With adaptive thinking a turn may begin as it likes.
     *
     * @return null if there is none, or if the body cannot be read, which is then left to the provider
     */
    public static byte @Nullable [] removed(byte[] body) {
        try {
            JsonObject request = JsonTree.object(body);
            JsonArrayBuilder messages = JsonTree.newArray();
            boolean found = false;
            // Whether the last turn of the assistant, which all of a loop of calls is, has begun with what is removed.
            boolean first = true;
            boolean lost = false;
            if (!(request.get("messages") instanceof JsonArray all)) {
                return null;
            }
            for (JsonValue message : all) {
                JsonValue kept = removed(message);
                found |= kept != message;
                if (isQuestion(message)) {
                    first = true;
                    lost = false;
                } else if (first && isOf(message, "role", Set.of("assistant"))) {
                    lost = (lost || kept != message) && !beginsWithThinking(kept);
                    first = kept == null;
                }
                if (kept != null) {
                    messages.add(kept);
                }
            }
            if (!found) {
                return null;
            }
            JsonObjectBuilder without = JsonTree.newObject(request).add("messages", messages);
            if (lost && isOf(request.getOrDefault("thinking", JsonValue.NULL), "type", Set.of("enabled"))) {
                turnOff(request, without);
            }
            return JsonTree.bytes(without.build());
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

    /** Whether a message is the user's, and not only the results of calls. */
    private static boolean isQuestion(JsonValue message) {
        return isOf(message, "role", Set.of("user"))
                && !(message.asJsonObject().get("content") instanceof JsonArray content
                        && content.stream().anyMatch(block -> isOf(block, "type", Set.of("tool_result"))));
    }

    private static boolean beginsWithThinking(@Nullable JsonValue message) {
        return message instanceof JsonObject object
                && object.get("content") instanceof JsonArray content
                && !content.isEmpty()
                && isOf(content.get(0), "type", Set.of("thinking", "redacted_thinking"));
    }

    private static boolean isOf(JsonValue value, String key, Set<String> values) {
        return value instanceof JsonObject object && values.contains(JsonText.string(object, key));
    }

    /** Without thinking, none of it can be cleared: that would be refused as well. */
    private static void turnOff(JsonObject request, JsonObjectBuilder without) {
        without.add("thinking", JsonTree.newObject().add("type", "disabled"));
        if (request.get("context_management") instanceof JsonObject management
                && management.get("edits") instanceof JsonArray edits) {
            JsonArrayBuilder kept = JsonTree.newArray();
            edits.stream()
                    .filter(edit -> !(edit instanceof JsonObject object
                            && JsonText.string(object, "type").startsWith("clear_thinking")))
                    .forEach(kept::add);
            without.add("context_management", JsonTree.newObject(management).add("edits", kept));
        }
    }

    private static boolean isMinted(JsonValue block) {
        return block instanceof JsonObject object
                && JsonText.string(object, "type").equals("thinking")
                && JsonText.string(object, "signature").startsWith(Signature.TAG);
    }
}
