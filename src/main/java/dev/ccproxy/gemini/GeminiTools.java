package dev.ccproxy.gemini;

import dev.ccproxy.messages.ClientTools;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Set;

/** The tools of a request, and whether one must be called ("Tool", "FunctionCallingConfig"). */
final class GeminiTools {

    private static final Set<String> READ = Set.of("type", "name", "description", "input_schema");

    private final ToolNames names;
    private final Set<String> losses;

    GeminiTools(ToolNames names, Set<String> losses) {
        this.names = names;
        this.losses = losses;
    }

    /** Adds {@code tools} and {@code toolConfig} to a request, as far as they are needed. */
    void addTo(JsonObjectBuilder request, JsonObject message) {
        List<Part> tools = ClientTools.of(message, losses);
        if (tools.isEmpty()) {
            return;
        }
        JsonArrayBuilder functions = JsonTree.newArray();
        tools.forEach(tool -> functions.add(function(tool)));
        request.add("tools", JsonTree.newArray().add(JsonTree.newObject().add("functionDeclarations", functions)));
        choose(ClientTools.choice(message), request);
    }

    private JsonObjectBuilder function(Part tool) {
        JsonObjectBuilder function = JsonTree.newObject().add("name", names.of(tool.text("name")));
        if (!tool.text("description").isEmpty()) {
            function.add("description", tool.text("description"));
        }
        // Real JSON Schema, unlike parameters. One without properties goes on as well: a function without a schema
        // cannot be
        // forced (googleapis/python-genai#981), and only parameters refused it (pydantic/pydantic-ai#1998).
        function.add("parametersJsonSchema", tool.json().get("input_schema"));
        ClientTools.lose(tool, READ, losses);
        return function;
    }

    private void choose(JsonObject choice, JsonObjectBuilder request) {
        String type = choice.getString("type", "");
        switch (type) {
            case "" -> {}
            case "auto", "none" -> config(request, mode(type.equals("auto") ? "AUTO" : "NONE"));
            case "any" -> config(request, mode("ANY"));
            case "tool" ->
                config(
                        request,
                        mode("ANY")
                                .add(
                                        "allowedFunctionNames",
                                        JsonTree.newArray().add(names.of(choice.getString("name", "")))));
            default -> throw Turn.refuse("tool_choice.type", "must be auto, any, tool or none");
        }
        if (choice.getBoolean("disable_parallel_tool_use", false)) {
            losses.add("tool_choice.disable_parallel_tool_use");
        }
    }

    private static JsonObjectBuilder mode(String mode) {
        return JsonTree.newObject().add("mode", mode);
    }

    private static void config(JsonObjectBuilder request, JsonObjectBuilder functionCalling) {
        request.add("toolConfig", JsonTree.newObject().add("functionCallingConfig", functionCalling));
    }
}
