package dev.ccproxy.gemini;

import dev.ccproxy.messages.BlockReader;
import dev.ccproxy.messages.CallIds;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the model said before: its texts, thoughts and calls, each with the signature that it came with. */
final class ModelTurns {

    private final Quirks quirks;
    private final String origin;
    private final CallIds ids;
    private final ToolNames names;
    private final Set<String> losses;

    /** The calls of the last turn: their names by their ids. */
    private Map<String, String> calls = Map.of();

    /** The signature of the part that follows; empty if it has none. */
    private String next = "";

    ModelTurns(Quirks quirks, String origin, ToolNames names, Set<String> losses) {
        this.quirks = quirks;
        this.origin = origin;
        ids = new CallIds(origin);
        this.names = names;
        this.losses = losses;
    }

    /** The parts of a turn. */
    List<JsonObject> parts(List<Part> said, BlockReader blocks) {
        List<JsonObject> parts = new ArrayList<>();
        calls = new LinkedHashMap<>();
        next = "";
        for (Part block : said) {
            switch (block.type()) {
                case "tool_use" -> {
                    blocks.lose(block, Set.of("type", "id", "name", "input"));
                    parts.add(call(block));
                }
                case "thinking" -> think(block, parts);
                case "redacted_thinking" -> losses.add("redacted_thinking");
                default -> {
                    String text = blocks.saidByAssistant(block);
                    if (!text.isEmpty()) {
                        parts.add(signed(JsonTree.newObject().add("text", text)));
                    }
                }
            }
        }
        return parts;
    }

    /** The calls of the last turn: the names that the provider knows, by their ids, in their order. */
    Map<String, String> calls() {
        return calls;
    }

    private void think(Part block, List<JsonObject> parts) {
        ThoughtSignatures signatures = ThoughtSignatures.of(block.text("signature"), origin);
        if (signatures == null) {
            losses.add("thinking");
            return;
        }
        next = signatures.next();
        if (!block.text("thinking").isEmpty() || !signatures.own().isEmpty()) {
            JsonObjectBuilder thought =
                    JsonTree.newObject().add("text", block.text("thinking")).add("thought", true);
            if (!signatures.own().isEmpty()) {
                thought.add("thoughtSignature", signatures.own());
            }
            parts.add(thought.build());
        }
    }

    private JsonObject call(Part block) {
        JsonValue input = block.json().getOrDefault("input", JsonValue.EMPTY_JSON_OBJECT);
        if (calls.isEmpty() && next.isEmpty()) {
            // Of several calls at once only the first one has a signature, and must have it.
            next = quirks.noSignature();
        }
        String name = names.of(block.text("name"));
        calls.put(block.text("id"), name);
        JsonObjectBuilder call = JsonTree.newObject();
        if (quirks.callIds()) {
            call.add("id", ids.original(block.text("id")));
        }
        call.add("name", name).add("args", input);
        return signed(JsonTree.newObject().add("functionCall", call));
    }

    private JsonObject signed(JsonObjectBuilder part) {
        if (!next.isEmpty()) {
            part.add("thoughtSignature", next);
            next = "";
        }
        return part.build();
    }
}
