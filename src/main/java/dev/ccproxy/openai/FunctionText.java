package dev.ccproxy.openai;

import dev.ccproxy.messages.JsonTree;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Functions as OpenAI's models read them: as types of TypeScript, which take half of the tokens of their JSON. (OpenAI does not
 * say so; it follows from what it counts.)
 */
final class FunctionText {

    /** What of a schema has a form of its own in a type; anything else is a comment. */
    private static final Set<String> TYPED =
            Set.of("type", "properties", "required", "items", "enum", "const", "anyOf", "description", "$schema");

    private final StringBuilder text = new StringBuilder();

    private FunctionText() {}

    /** The text of all functions. */
    static String of(JsonArray tools) {
        FunctionText functions = new FunctionText();
        functions.text.append("# Tools\n\n## functions\n\nnamespace functions {\n\n");
        tools.forEach(tool -> functions.function(tool.asJsonObject().getJsonObject("function")));
        return functions.text.append("} // namespace functions").toString();
    }

    private void function(JsonObject function) {
        comment(function.getString("description", ""));
        text.append("type ").append(function.getString("name")).append(" = (");
        JsonObject schema = function.getJsonObject("parameters");
        if (properties(schema).isEmpty()) {
            text.append(')');
        } else {
            text.append("_: ");
            object(schema);
            text.append(')');
        }
        text.append(" => any;\n\n");
    }

    private static JsonObject properties(JsonObject schema) {
        return schema.get("properties") instanceof JsonObject properties ? properties : JsonValue.EMPTY_JSON_OBJECT;
    }

    private void comment(String what) {
        if (!what.isEmpty()) {
            text.append("// ").append(what.replace("\n", "\n// ")).append('\n');
        }
    }

    private void object(JsonObject schema) {
        text.append("{\n");
        for (Map.Entry<String, JsonValue> property : properties(schema).entrySet()) {
            if (property.getValue() instanceof JsonObject its) {
                comment(its.getString("description", ""));
                for (Map.Entry<String, JsonValue> more : its.entrySet()) {
                    if (!TYPED.contains(more.getKey())) {
                        comment(more.getKey() + ": " + JsonTree.text(more.getValue()));
                    }
                }
                text.append(property.getKey()).append(isRequired(schema, property.getKey()) ? ": " : "?: ");
                type(its);
                text.append(",\n");
            }
        }
        text.append('}');
    }

    private static boolean isRequired(JsonObject schema, String property) {
        return schema.get("required") instanceof JsonArray required && required.contains(JsonTree.string(property));
    }

    private void type(JsonObject schema) {
        if (schema.get("enum") instanceof JsonArray values) {
            text.append(values.stream().map(JsonTree::text).collect(Collectors.joining(" | ")));
        } else if (schema.containsKey("const")) {
            text.append(JsonTree.text(schema.get("const")));
        } else if (schema.get("anyOf") instanceof JsonArray several) {
            several(several);
        } else if (schema.get("type") instanceof JsonArray names) {
            text.append(names.stream().map(JsonTree::text).collect(Collectors.joining(" | ")));
        } else if (schema.get("items") instanceof JsonObject items) {
            type(items);
            text.append("[]");
        } else if (schema.get("properties") instanceof JsonObject) {
            object(schema);
        } else {
            text.append(schema.get("type") instanceof JsonString name ? name.getString() : "any");
        }
    }

    private void several(JsonArray schemas) {
        for (int i = 0; i < schemas.size(); i++) {
            text.append(i == 0 ? "" : " | ");
            if (schemas.get(i) instanceof JsonObject schema) {
                type(schema);
            }
        }
    }
}
