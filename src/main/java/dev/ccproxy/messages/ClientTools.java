package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The tools of a request that the client itself has, for an API that has none of Anthropic's own. */
public final class ClientTools {

    private ClientTools() {}

    /**
     * All of them. One of Anthropic's own beside them is left out and named.
     *
     * @throws ErrorException 400 if a tool of Anthropic's own is the only one, or if the one to be called is not among them
     */
    public static List<Part> of(JsonObject message, Set<String> losses) {
        JsonArray all = message.get("tools") instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
        String chosen = choice(message).getString("name", "");
        List<Part> tools = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String path = "tools." + i;
            if (!(all.get(i) instanceof JsonObject json)) {
                throw Turn.refuse(path, "must be an object");
            }
            String type = json.getString("type", "custom");
            if (type.equals("custom")) {
                tools.add(checked(new Part(path, json)));
            } else if (chosen.equals(json.getString("name", "")) || all.size() == 1) {
                // Left out, the model would make up what the tool is asked for.
                throw Turn.refuse(
                        path, "a tool of type " + type + " is of Anthropic's own, and this provider has none like it");
            } else {
                losses.add("tools." + type);
            }
        }
        boolean isThere = tools.stream().anyMatch(tool -> tool.text("name").equals(chosen));
        if (!tools.isEmpty() && choice(message).getString("type", "").equals("tool") && !isThere) {
            throw Turn.refuse("tool_choice.name", "must be the name of one of the tools");
        }
        return tools;
    }

    private static Part checked(Part tool) {
        if (tool.text("name").isEmpty()) {
            throw Turn.refuse(tool.path() + ".name", "is required");
        }
        if (!(tool.json().get("input_schema") instanceof JsonObject)) {
            throw Turn.refuse(tool.path() + ".input_schema", "must be an object");
        }
        return tool;
    }

    /** What {@code tool_choice} says; empty if it says nothing. */
    public static JsonObject choice(JsonObject message) {
        return message.get("tool_choice") instanceof JsonObject choice ? choice : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** Whether {@code tool_choice} says that a tool must be called. */
    public static boolean isForced(JsonObject message) {
        return Set.of("any", "tool").contains(choice(message).getString("type", ""));
    }

    /** Names what of a tool is not read. */
    public static void lose(Part tool, Set<String> read, Set<String> losses) {
        tool.json().keySet().stream().filter(key -> !read.contains(key)).forEach(key -> losses.add("tools." + key));
    }
}
