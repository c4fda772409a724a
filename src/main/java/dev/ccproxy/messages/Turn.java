package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of a request's {@code messages}, in a form in which its content is always a list of blocks.
 *
 * @param role {@code user}, {@code assistant} or {@code system}
 */
public record Turn(String role, List<Part> blocks) {

    /** Of what is missing, so many are named. */
    private static final int MAX_NAMED = 5;

    /**
     * A block.
     *
     * @param path where it is in the request, such as {@code messages.0.content.1}
     */
    public record Part(String path, JsonObject json) {

        /** Its {@code type}. */
        public String type() {
            return JsonText.string(json, "type");
        }

        /** One of its texts; empty if there is none. */
        public String text(String key) {
            return JsonText.string(json, key);
        }

        /** What it has inside, as blocks: of a result of a tool, or of a document. */
        public List<Part> content() {
            return Turn.blocks(json.get("content"), path + ".content");
        }

        /** That it cannot be said. */
        public ErrorException refuse(String why) {
            return Turn.refuse(path, why);
        }
    }

    /**
     * All of a request.
     *
     * @throws ErrorException 400 if there is none, or if calls and their results do not belong together
     */
    public static List<Turn> all(JsonObject message) {
        if (!(message.get("messages") instanceof JsonArray messages) || messages.isEmpty()) {
            throw refuse("messages", "at least one message is required");
        }
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            String path = "messages." + i;
            JsonObject each = object(messages.get(i), path);
            String role = JsonText.string(each, "role");
            if (!Set.of("user", "assistant", "system").contains(role)) {
                throw refuse(path + ".role", "must be user, assistant or system");
            }
            add(turns, new Turn(role, blocks(each.get("content"), path + ".content")));
        }
        checkResults(turns);
        return turns;
    }

    /** What messages have beside a role and a content, each as {@code messages.} and its key. */
    public static Set<String> unread(JsonObject message) {
        Set<String> unread = new LinkedHashSet<>();
        for (JsonValue each : message.getJsonArray("messages")) {
            each.asJsonObject().forEach((key, value) -> {
                if (!key.equals("role") && !key.equals("content") && value != JsonValue.NULL) {
                    unread.add("messages." + key);
                }
            });
        }
        return unread;
    }

    /** Neighbours of the user or the assistant are one turn. */
    private static void add(List<Turn> turns, Turn next) {
        Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (last == null || !last.role().equals(next.role()) || next.role().equals("system")) {
            turns.add(new Turn(next.role(), new ArrayList<>(next.blocks())));
        } else {
            last.blocks().addAll(next.blocks());
        }
    }

    /** The texts of {@code system}, in their order. */
    public static List<Part> system(JsonObject message) {
        return message.get("system") == null ? List.of() : blocks(message.get("system"), "system");
    }

    /** What is a content, a text or a list, as blocks; empty if there is none. */
    private static List<Part> blocks(@Nullable JsonValue content, String path) {
        if (content == null || content == JsonValue.NULL) {
            return List.of();
        }
        if (content instanceof JsonString text) {
            return text.getString().isEmpty()
                    ? List.of()
                    : List.of(new Part(
                            path,
                            JsonTree.newObject()
                                    .add("type", "text")
                                    .add("text", text)
                                    .build()));
        }
        if (!(content instanceof JsonArray list)) {
            throw refuse(path, "must be a text or a list of blocks");
        }
        List<Part> blocks = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            blocks.add(new Part(path + "." + i, object(list.get(i), path + "." + i)));
        }
        return blocks;
    }

    private static JsonObject object(JsonValue value, String path) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw refuse(path, "must be an object");
    }

    /** Each call has its result in the next message of the user, and nothing else has one. */
    private static void checkResults(List<Turn> turns) {
        Set<String> open = new HashSet<>();
        for (Turn turn : turns) {
            if (turn.role().equals("assistant")) {
                requireNone(open);
                for (Part block : turn.blocks()) {
                    if (block.type().equals("tool_use")) {
                        checkCall(block, open);
                    }
                }
            } else if (turn.role().equals("user")) {
                for (Part block : turn.blocks()) {
                    if (block.type().equals("tool_result") && !open.remove(block.text("tool_use_id"))) {
                        throw refuse(
                                block.path() + ".tool_use_id",
                                "must be the id of a tool_use in the assistant's message before it, and of no other"
                                        + " tool_result");
                    }
                }
                requireNone(open);
            }
        }
        requireNone(open);
    }

    private static void checkCall(Part call, Set<String> open) {
        if (!open.add(call.text("id"))) {
            throw refuse(call.path() + ".id", "must be the id of no other tool_use in the same message");
        }
        if (!(call.json().getOrDefault("input", JsonValue.EMPTY_JSON_OBJECT) instanceof JsonObject)) {
            throw refuse(call.path() + ".input", "must be an object");
        }
    }

    private static void requireNone(Set<String> open) {
        if (!open.isEmpty()) {
            throw refuse(
                    "messages",
                    "each tool_use must have a tool_result in the next message; missing for "
                            + open.stream().limit(MAX_NAMED).toList());
        }
    }

    /** A 400 for a last message of the assistant's, in Anthropic's own words, which clients know. */
    public static ErrorException refusePrefill() {
        return new ErrorException(
                ErrorType.INVALID_REQUEST,
                "This model does not support assistant message prefill. The conversation must end with a user message.");
    }

    /** A 400 that says where something is and what must hold. */
    public static ErrorException refuse(String path, String why) {
        return new ErrorException(ErrorType.INVALID_REQUEST, path + ": " + why);
    }
}
