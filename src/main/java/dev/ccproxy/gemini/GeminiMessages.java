package dev.ccproxy.gemini;

import dev.ccproxy.messages.BlockReader;
import dev.ccproxy.messages.CallIds;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.Turn;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The conversation of a request: {@code systemInstruction} and {@code contents}. */
final class GeminiMessages {

    private final GeminiParts parts;
    private final BlockReader blocks;
    private final ModelTurns modelTurns;
    private final FunctionResponses responses;
    private final Contents contents = new Contents();

    /** The texts of the system before anything else. */
    private final List<JsonObject> system = new ArrayList<>();

    /** What the system says between a call and its result, where nothing can stand. */
    private final List<String> late = new ArrayList<>();

    GeminiMessages(ModelTurns modelTurns, CallIds ids, Quirks quirks, Set<String> losses) {
        this.modelTurns = modelTurns;
        parts = new GeminiParts(losses);
        blocks = new BlockReader(parts, losses);
        responses = new FunctionResponses(blocks, quirks, ids);
    }

    void addTo(JsonObjectBuilder request, List<Part> instructions, List<Turn> turns) {
        system.addAll(blocks.systemTexts(instructions));
        for (Turn turn : turns) {
            switch (turn.role()) {
                case "system" -> system(BlockReader.joined(blocks.systemTexts(turn.blocks())));
                case "assistant" -> assistant(turn.blocks());
                default -> user(turn.blocks());
            }
        }
        if (contents.lastRole().isEmpty()) {
            throw Turn.refuse("messages", "at least one must have something in it that a model can be told");
        }
        if (!system.isEmpty()) {
            JsonArrayBuilder texts = JsonTree.newArray();
            system.forEach(texts::add);
            request.add("systemInstruction", JsonTree.newObject().add("parts", texts));
        }
        request.add("contents", contents.json());
    }

    private void system(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (responses.areDue()) {
            late.add(text);
        } else if (contents.lastRole().isEmpty()) {
            system.add(parts.text(text));
        } else {
            // At its place, so that what comes before stays the same from turn to turn, and a cache with it.
            contents.add(Contents.USER, parts.text(BlockReader.reminder(text)));
        }
    }

    private void assistant(List<Part> said) {
        if (contents.lastRole().isEmpty()) {
            // "Please ensure that function call turn comes immediately after a user turn", and contents begin with a
            // user's.
            throw Turn.refuse("messages", "the first one with a text must be the user's for this provider");
        }
        modelTurns.parts(said, blocks).forEach(part -> contents.add(Contents.MODEL, part));
        responses.expect(modelTurns.calls());
    }

    private void user(List<Part> said) {
        responses
                .parts(said.stream()
                        .filter(block -> block.type().equals("tool_result"))
                        .toList())
                .forEach(part -> contents.add(Contents.USER, part));
        late.forEach(this::system);
        late.clear();
        for (Part block : said) {
            if (!block.type().equals("tool_result")) {
                blocks.parts(block).forEach(part -> contents.add(Contents.USER, part));
            }
        }
    }
}
