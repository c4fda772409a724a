package dev.ccproxy.openai;

import dev.ccproxy.messages.JsonTree;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What OpenAI's API requires of a JSON Schema beyond that it is one. */
final class OpenAiSchema {

    /** The keywords with a schema, with a list of some, and with some by their names. */
    private static final Set<String> ONE = Set.of("items", "additionalProperties", "not");

    private static final Set<String> SEVERAL = Set.of("anyOf", "oneOf", "allOf", "prefixItems");

    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "$defs", "definitions");

    /** What a strict schema cannot have ("Structured model outputs", "Supported schemas", and what the API says of others). */
    private static final Set<String> NOT_STRICT = Set.of(
            "allOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "dependentRequired",
            "dependentSchemas",
            "patternProperties",
            "propertyNames",
            "unevaluatedProperties",
            "uniqueItems",
            "contains",
            "default");

    private OpenAiSchema() {}

    /**
     * The parameters of a function with what a schema may leave out and the API refuses to be without, as what it stands for
     * then: an object's properties (spring-projects/spring-ai#4776), and an array's items
     * (digitalocean-labs/mcp-digitalocean#265).
     */
    static JsonObject complete(JsonObject parameters) {
        JsonObjectBuilder whole = JsonTree.newObject(withItems(parameters));
        if (is(parameters, "object") && !parameters.containsKey("properties")) {
            whole.add("properties", JsonValue.EMPTY_JSON_OBJECT);
        }
        return whole.build();
    }

    private static JsonObject withItems(JsonObject schema) {
        JsonObjectBuilder whole = JsonTree.newObject();
        schema.forEach((key, value) -> whole.add(key, inside(key, value)));
        if (is(schema, "array") && !schema.containsKey("items")) {
            whole.add("items", JsonValue.EMPTY_JSON_OBJECT);
        }
        return whole.build();
    }

    private static JsonValue inside(String key, JsonValue value) {
        if (value instanceof JsonObject named && NAMED.contains(key)) {
            JsonObjectBuilder all = JsonTree.newObject();
            named.forEach((name, each) -> all.add(name, inside("items", each)));
            return all.build();
        }
        if (value instanceof JsonArray list && SEVERAL.contains(key)) {
            JsonArrayBuilder all = JsonTree.newArray();
            list.forEach(each -> all.add(inside("items", each)));
            return all.build();
        }
        return value instanceof JsonObject schema && ONE.contains(key) ? withItems(schema) : value;
    }

    /** Whether the API takes it as a strict one: all properties of each object are required, and there are no others. */
    static boolean canBeStrict(JsonObject schema) {
        return is(schema, "object") && !schema.containsKey("anyOf") && isStrict(schema);
    }

    private static boolean isStrict(@Nullable JsonValue value) {
        if (!(value instanceof JsonObject schema)) {
            return true;
        }
        if (schema.keySet().stream().anyMatch(NOT_STRICT::contains)) {
            return false;
        }
        List<JsonValue> inner = new ArrayList<>();
        schema.forEach((key, each) -> {
            if (each instanceof JsonObject named && NAMED.contains(key)) {
                inner.addAll(named.values());
            } else if (each instanceof JsonArray list && SEVERAL.contains(key)) {
                inner.addAll(list);
            } else if (ONE.contains(key)) {
                inner.add(each);
            }
        });
        return (!is(schema, "object") || isClosed(schema)) && inner.stream().allMatch(OpenAiSchema::isStrict);
    }

    private static boolean isClosed(JsonObject object) {
        JsonObject properties = object.get("properties") instanceof JsonObject all ? all : JsonValue.EMPTY_JSON_OBJECT;
        return object.get("additionalProperties") == JsonValue.FALSE
                && required(object).containsAll(properties.keySet());
    }

    /** The names of the properties that an object must have. */
    static Set<String> required(JsonObject object) {
        Set<String> required = new HashSet<>();
        if (object.get("required") instanceof JsonArray all) {
            for (JsonValue each : all) {
                if (each instanceof JsonString name) {
                    required.add(name.getString());
                }
            }
        }
        return required;
    }

    private static boolean is(JsonObject schema, String type) {
        JsonValue told = schema.get("type");
        return told instanceof JsonArray several
                ? several.contains(JsonTree.string(type))
                : told instanceof JsonString one && one.getString().equals(type);
    }
}
