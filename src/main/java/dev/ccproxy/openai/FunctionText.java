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
 * say so; it follows from what it counts.) What has no form of its own in a type is a comment, so that all of it counts.
 */
final class FunctionText {

    private static final int MAX_INDENT = 8;

    private final StringBuilder text = new StringBuilder();

    /** How many objects the one is in that is written. */
    private int depth;

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
        JsonObject schema = function.getJsonObject("parameters");
        comments(schema, properties(schema).isEmpty() ? Set.of("type") : Set.of("type", "properties", "required"));
        text.append("type ").append(function.getString("name")).append(" = (");
        if (!properties(schema).isEmpty()) {
            text.append("_: ");
            object(schema);
        }
        text.append(") => any;\n\n");
    }

    private static JsonObject properties(JsonObject schema) {
        return schema.get("properties") instanceof JsonObject properties ? properties : JsonValue.EMPTY_JSON_OBJECT;
    }

    private void comment(String what) {
        if (!what.isEmpty()) {
            text.append(indent(depth)).append("// ").append(what).append('\n');
        }
    }

    /** What a schema says beside what its type shows. */
    private void comments(JsonObject schema, Set<String> shown) {
        for (Map.Entry<String, JsonValue> entry : schema.entrySet()) {
            String key = entry.getKey();
            if (key.equals("description") && entry.getValue() instanceof JsonString description) {
                comment(description.getString());
            } else if (!shown.contains(key) && !key.equals("$schema") && !saysNothing(entry.getValue())) {
                comment(key + ": " + JsonTree.text(entry.getValue()));
            }
        }
    }

    /** No deeper than is of use, so that what is nested deeply does not take more than its length. */
    private static String indent(int depth) {
        return "  ".repeat(Math.max(0, Math.min(depth, MAX_INDENT)));
    }

    private static boolean saysNothing(JsonValue value) {
        return value == JsonValue.FALSE
                || value.equals(JsonValue.EMPTY_JSON_ARRAY)
                || value.equals(JsonValue.EMPTY_JSON_OBJECT);
    }

    private void object(JsonObject schema) {
        JsonObject properties = properties(schema);
        Set<String> required = OpenAiSchema.required(schema);
        text.append("{\n");
        for (Map.Entry<String, JsonValue> property : properties.entrySet()) {
            JsonValue its = property.getValue();
            if (its instanceof JsonObject object) {
                comments(object, shown(object));
            }
            boolean must = required.contains(property.getKey());
            text.append(indent(depth)).append(property.getKey()).append(must ? ": " : "?: ");
            depth++;
            type(its);
            depth--;
            text.append(",\n");
        }
        text.append(indent(depth - 1)).append('}');
    }

    /** What the type of a schema shows. */
    private static Set<String> shown(JsonObject schema) {
        if (schema.get("enum") instanceof JsonArray) {
            return Set.of("enum", "type");
        }
        if (schema.containsKey("const")) {
            return Set.of("const", "type");
        }
        if (schema.get("anyOf") instanceof JsonArray) {
            return Set.of("anyOf");
        }
        if (schema.get("type") instanceof JsonArray) {
            return Set.of("type");
        }
        if (schema.get("items") instanceof JsonObject) {
            return Set.of("items", "type");
        }
        if (schema.get("properties") instanceof JsonObject) {
            return Set.of("properties", "required", "type");
        }
        return schema.get("type") instanceof JsonString ? Set.of("type") : Set.of();
    }

    private void type(JsonValue value) {
        if (!(value instanceof JsonObject schema)) {
            text.append("any");
        } else if (schema.get("enum") instanceof JsonArray values) {
            text.append(values.stream().map(JsonTree::text).collect(Collectors.joining(" | ")));
        } else if (schema.containsKey("const")) {
            text.append(JsonTree.text(schema.get("const")));
        } else if (schema.get("anyOf") instanceof JsonArray several) {
            for (int i = 0; i < several.size(); i++) {
                text.append(i == 0 ? "" : " | ");
                within(several.get(i));
            }
        } else if (schema.get("type") instanceof JsonArray names) {
            text.append(names.stream().map(JsonTree::text).collect(Collectors.joining(" | ")));
        } else if (schema.get("items") instanceof JsonObject items) {
            within(items);
            text.append("[]");
        } else if (schema.get("properties") instanceof JsonObject) {
            object(schema);
        } else {
            text.append(schema.get("type") instanceof JsonString name ? name.getString() : "any");
        }
    }

    /** A type in another one, with its comments. */
    private void within(JsonValue schema) {
        if (schema instanceof JsonObject object) {
            comments(object, shown(object));
        }
        type(schema);
    }
}
