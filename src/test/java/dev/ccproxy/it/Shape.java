package dev.ccproxy.it;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** What a JSON object consists of, whatever its values are. */
final class Shape {

    private Shape() {}

    /** Every key with its type, in order, nested ones below their parent's name. */
    static List<String> of(JsonObject object) {
        return of("", object);
    }

    private static List<String> of(String parent, JsonObject object) {
        List<String> shape = new ArrayList<>();
        object.forEach((key, value) -> {
            JsonValue.ValueType type = value.getValueType();
            boolean isBoolean = type == JsonValue.ValueType.TRUE || type == JsonValue.ValueType.FALSE;
            shape.add(parent + key + ": " + (isBoolean ? "BOOLEAN" : type));
            if (value instanceof JsonObject nested) {
                shape.addAll(of(parent + key + ".", nested));
            }
        });
        return shape;
    }
}
