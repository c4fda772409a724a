package dev.ccproxy.gemini;

import dev.ccproxy.messages.BlockReader;
import dev.ccproxy.messages.CallIds;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The results of calls. There are as many as calls, in the order of the calls, so that those of a model without ids belong
 * together.
 */
final class FunctionResponses {

    private final BlockReader blocks;
    private final Quirks quirks;
    private final CallIds ids;

    /** The names of the functions whose results come next, by the ids of the calls. */
    private Map<String, String> due = Map.of();

    FunctionResponses(BlockReader blocks, Quirks quirks, CallIds ids) {
        this.blocks = blocks;
        this.quirks = quirks;
        this.ids = ids;
    }

    void expect(Map<String, String> calls) {
        due = calls;
    }

    /** Whether results come next, and nothing else can. */
    boolean areDue() {
        return !due.isEmpty();
    }

    /** The parts of some results; the last ones are media that have no place in a result. */
    List<JsonObject> parts(List<Part> results) {
        Map<String, Part> byId = new HashMap<>();
        results.forEach(result -> byId.put(result.text("tool_use_id"), result));
        List<JsonObject> parts = new ArrayList<>();
        List<JsonObject> media = new ArrayList<>();
        due.forEach((id, name) -> {
            Part result = byId.get(id);
            if (result != null) {
                parts.add(response(result, id, name, media));
            }
        });
        due = Map.of();
        parts.addAll(media);
        return parts;
    }

    private JsonObject response(Part result, String id, String name, List<JsonObject> media) {
        blocks.lose(result, Set.of("type", "tool_use_id", "content", "is_error"));
        List<String> texts = new ArrayList<>();
        JsonArrayBuilder inside = JsonTree.newArray();
        boolean hasInside = false;
        for (Part inner : result.content()) {
            for (JsonObject part : blocks.parts(inner)) {
                if (part.containsKey("text")) {
                    texts.add(part.getString("text"));
                } else if (quirks.mediaInResponses()) {
                    inside.add(part);
                    hasInside = true;
                } else {
                    texts.add("(The " + inner.type() + " of this result follows the results.)");
                    media.add(part);
                }
            }
        }
        JsonObjectBuilder response = JsonTree.newObject();
        if (quirks.callIds()) {
            response.add("id", ids.original(id));
        }
        response.add("name", name)
                .add(
                        "response",
                        JsonTree.newObject()
                                .add(
                                        result.json().getBoolean("is_error", false) ? "error" : "output",
                                        String.join("\n", texts)));
        if (hasInside) {
            response.add("parts", inside);
        }
        return JsonTree.newObject().add("functionResponse", response).build();
    }
}
