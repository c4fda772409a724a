package dev.ccproxy.openai;

import dev.ccproxy.messages.ClientTools;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.List;
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

    /**
     * Adds {@code tools}, {@code tool_choice} and {@code parallel_tool_calls} to a request, as far as they are needed.
     *
     * @return whether it has tools
     */
    boolean add(JsonObject message, boolean thinks, JsonObjectBuilder request) {
        List<Part> tools = ClientTools.of(message, losses);
        if (tools.size() > quirks.maxTools()) {
            throw Turn.refuse(
                    "tools",
                    "this provider takes at most " + quirks.maxTools() + " tools, and these are " + tools.size());
        }
        if (tools.isEmpty()) {
            return false;
        }
        JsonArrayBuilder functions = JsonTree.newArray();
        tools.forEach(tool -> functions.add(function(tool)));
        request.add("tools", functions);
        choose(message, thinks, request);
        return true;
    }

    private JsonObject function(Part tool) {
        JsonObjectBuilder function = JsonTree.newObject().add("name", names.of(tool.text("name")));
        if (tool.json().get("description") instanceof JsonString description) {
            function.add("description", description);
        }
        JsonObject schema = OpenAiSchema.complete(tool.json().getJsonObject("input_schema"));
        function.add("parameters", schema);
        if (tool.json().getBoolean("strict", false)) {
            if (quirks.strict() && OpenAiSchema.canBeStrict(schema)) {
                function.add("strict", true);
            } else {
                losses.add("tools.strict");
            }
        }
        ClientTools.lose(tool, READ, losses);
        return JsonTree.newObject()
                .add("type", "function")
                .add("function", function)
                .build();
    }

    private void choose(JsonObject message, boolean thinks, JsonObjectBuilder request) {
        JsonObject choice = ClientTools.choice(message);
        String type = choice.getString("type", "");
        if (ClientTools.isForced(message) && !quirks.forcedTool(thinks)) {
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
            if (quirks.parallelCalls()) {
                request.add("parallel_tool_calls", false);
            } else {
                losses.add("tool_choice.disable_parallel_tool_use");
            }
        }
    }
}
