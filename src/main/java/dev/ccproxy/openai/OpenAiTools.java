package dev.ccproxy.openai;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Set;

/** The tools of a request, and whether one must be called. */
final class OpenAiTools {

    private static final Set<String> READ = Set.of("type", "name", "description", "input_schema", "strict");

    private final Quirks quirks;
    private final ToolNames names;
    private final Set<String> losses;

    OpenAiTools(Quirks quirks, ToolNames names, Set<String> losses) {
        this.quirks = quirks;
        this.names = names;
        this.losses = losses;
    }

    /** Adds {@code tools}, {@code tool_choice} and {@code parallel_tool_calls} to a request, as far as they are needed. */
    void add(JsonObject message, boolean thinks, JsonObjectBuilder request) {
        JsonObject choice =
                message.get("tool_choice") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        JsonArrayBuilder tools = JsonTree.newArray();
        int count = 0;
        JsonArray all = message.get("tools") instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
        for (int i = 0; i < all.size(); i++) {
            String path = "tools." + i;
            if (!(all.get(i) instanceof JsonObject tool)) {
                throw Turn.refuse(path, "must be an object");
            }
            String type = tool.getString("type", "custom");
            if (type.equals("custom")) {
                tools.add(function(tool, path));
                count++;
            } else if (choice.getString("name", "").equals(tool.getString("name", "")) || all.size() == 1) {
                // Left out, the model would make up what the tool is asked for.
                throw Turn.refuse(
                        path, "a tool of type " + type + " is of Anthropic's own, and this provider has none like it");
            } else {
                losses.add("tools." + type);
            }
        }
        if (count > quirks.maxTools()) {
            throw Turn.refuse(
                    "tools", "this provider takes at most " + quirks.maxTools() + " tools, and these are " + count);
        }
        if (count > 0) {
            request.add("tools", tools);
            choose(choice, thinks, request);
        }
    }

    private JsonObject function(JsonObject tool, String path) {
        String name = tool.getString("name", "");
        if (name.isEmpty()) {
            throw Turn.refuse(path + ".name", "is required");
        }
        JsonObjectBuilder function = JsonTree.newObject().add("name", names.of(name));
        if (tool.containsKey("description")) {
            function.add("description", tool.get("description"));
        }
        if (!(tool.get("input_schema") instanceof JsonObject schema)) {
            throw Turn.refuse(path + ".input_schema", "must be an object");
        }
        function.add("parameters", schema);
        if (tool.getBoolean("strict", false)) {
            if (quirks.strict()) {
                function.add("strict", true);
            } else {
                losses.add("tools.strict");
            }
        }
        tool.keySet().stream().filter(key -> !READ.contains(key)).forEach(key -> losses.add("tools." + key));
        return JsonTree.newObject()
                .add("type", "function")
                .add("function", function)
                .build();
    }

    private void choose(JsonObject choice, boolean thinks, JsonObjectBuilder request) {
        String type = choice.getString("type", "");
        boolean forced = type.equals("any") || type.equals("tool");
        if (forced && !quirks.forcedTool(thinks)) {
            losses.add("tool_choice");
            type = "auto";
        }
        switch (type) {
            case "" -> {}
            case "auto", "none" -> request.add("tool_choice", type);
            case "any" -> request.add("tool_choice", "required");
            case "tool" ->
                request.add(
                        "tool_choice",
                        JsonTree.newObject()
                                .add("type", "function")
                                .add(
                                        "function",
                                        JsonTree.newObject().add("name", names.of(choice.getString("name", "")))));
            default -> throw Turn.refuse("tool_choice.type", "must be auto, any, tool or none");
        }
        if (choice.getBoolean("disable_parallel_tool_use", false)) {
            request.add("parallel_tool_calls", false);
        }
    }
}
