package dev.ccproxy.gemini;

import dev.ccproxy.messages.JsonTree;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The {@code contents} of a request: what neighbours of the same role say is one content, and none is empty. */
final class Contents {

    static final String USER = "user";
    static final String MODEL = "model";

    private final JsonArrayBuilder contents = JsonTree.newArray();
    private final List<JsonObject> parts = new ArrayList<>();
    private String role = "";

    void add(String of, JsonObject part) {
        if (!role.equals(of)) {
            end();
            role = of;
        }
        parts.add(part);
    }

    /** The role of the last one; empty if there is none. */
    String lastRole() {
        return role;
    }

    private void end() {
        if (!parts.isEmpty()) {
            JsonArrayBuilder all = JsonTree.newArray();
            parts.forEach(all::add);
            contents.add(JsonTree.newObject().add("role", role).add("parts", all));
            parts.clear();
        }
    }

    JsonArrayBuilder json() {
        end();
        return contents;
    }
}
