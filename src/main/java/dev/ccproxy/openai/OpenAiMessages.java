package dev.ccproxy.openai;

import dev.ccproxy.messages.BlockReader;
import dev.ccproxy.messages.CallIds;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.Signature;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The conversation of a request. */
final class OpenAiMessages {

    /** "Expected a string with maximum length 40": agno-agi/agno#5382. */
    private static final int MAX_ID = 40;

    private static final String AFTER_RESULTS = "I have the results.";

    private final Quirks quirks;
    private final String origin;
    private final ToolNames names;
    private final CallIds ids;
    private final Set<String> losses;
    private final OpenAiParts parts;
    private final BlockReader blocks;
    private final JsonArrayBuilder messages = JsonTree.newArray();

    /** The texts of the system before anything else. */
    private final List<JsonObject> system = new ArrayList<>();

    /** What the user says, until something else comes. */
    private final List<JsonObject> user = new ArrayList<>();

    /** What the system says between a call and its result, where nothing can stand. */
    private final List<List<JsonObject>> late = new ArrayList<>();

    private boolean begun;
    private boolean callsOpen;
    private boolean afterResults;

    OpenAiMessages(Quirks quirks, String origin, ToolNames names, Set<String> losses) {
        this.quirks = quirks;
        this.origin = origin;
        this.names = names;
        ids = new CallIds(origin);
        this.losses = losses;
        parts = new OpenAiParts(quirks, losses);
        blocks = new BlockReader(parts, losses);
    }

    JsonArray of(List<Part> instructions, List<Turn> turns) {
        system.addAll(blocks.systemTexts(instructions));
        for (Turn turn : turns) {
            switch (turn.role()) {
                case "system" -> system(blocks.systemTexts(turn.blocks()));
                case "assistant" -> assistant(turn.blocks());
                default -> user(turn.blocks());
            }
        }
        begin();
        endUser();
        JsonArray all = messages.build();
        if (all.stream().allMatch(each -> each.asJsonObject().getString("role").equals("system"))) {
            throw Turn.refuse("messages", "at least one must have something in it that a model can be told");
        }
        return all;
    }

    /** Whether a part has a mark that only counts if the request says so. */
    boolean hasBreakpoints() {
        return parts.hasBreakpoints();
    }

    private void system(List<JsonObject> texts) {
        if (texts.isEmpty()) {
            return;
        }
        if (callsOpen) {
            late.add(texts);
        } else if (quirks.systemAnywhere()) {
            begin();
            endUser();
            add("system", parts.content(texts, "\n\n"));
        } else if (!begun && user.isEmpty()) {
            system.addAll(texts);
        } else {
            // At its place, so that what comes before stays the same from turn to turn, and a cache with it.
            JsonObject last = texts.get(texts.size() - 1);
            user.add(JsonTree.newObject(last)
                    .add("text", BlockReader.reminder(BlockReader.joined(texts)))
                    .build());
        }
    }

    private void user(List<Part> said) {
        begin();
        for (Part block : said) {
            if (block.type().equals("tool_result")) {
                result(block);
            }
        }
        callsOpen = false;
        late.forEach(this::system);
        late.clear();
        for (Part block : said) {
            if (!block.type().equals("tool_result")) {
                user.addAll(blocks.parts(block));
            }
        }
    }

    /** A result has a text only; what else it has follows as a message of the user's. */
    private void result(Part block) {
        List<JsonObject> texts = new ArrayList<>();
        for (Part inner : block.content()) {
            for (JsonObject part : blocks.parts(inner)) {
                if (part.getString("type").equals("text")) {
                    texts.add(part);
                } else {
                    texts.add(
                            parts.text("(The next message of the user has the " + inner.type() + " of this result.)"));
                    user.add(part);
                }
            }
        }
        if (block.json().getBoolean("is_error", false)) {
            JsonObject first = texts.isEmpty() ? parts.text("") : texts.remove(0);
            texts.add(
                    0,
                    JsonTree.newObject(first)
                            .add("text", "Error: " + first.getString("text"))
                            .build());
        }
        afterResults = true;
        messages.add(JsonTree.newObject()
                .add("role", "tool")
                .add("tool_call_id", id(block.text("tool_use_id")))
                .add("content", parts.content(blocks.marked(block, texts), "\n")));
        blocks.lose(block, Set.of("type", "tool_use_id", "content", "is_error", BlockReader.MARK));
    }

    private void assistant(List<Part> said) {
        begin();
        endUser();
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        JsonArrayBuilder calls = JsonTree.newArray();
        boolean hasCalls = false;
        for (Part block : said) {
            switch (block.type()) {
                case "tool_use" -> {
                    calls.add(call(block));
                    hasCalls = true;
                }
                case "thinking" -> {
                    boolean ours = Signature.inside(block.text("signature"), origin) != null;
                    if (ours && !quirks.reasoning().isEmpty()) {
                        thinking.append(block.text("thinking"));
                    } else {
                        losses.add("thinking");
                    }
                }
                case "redacted_thinking" -> losses.add("redacted_thinking");
                default -> text.append(blocks.saidByAssistant(block));
            }
        }
        if (text.isEmpty() && !hasCalls) {
            if (!thinking.isEmpty()) {
                losses.add("thinking");
            }
            return;
        }
        JsonObjectBuilder message = JsonTree.newObject()
                .add("role", "assistant")
                .add("content", text.isEmpty() ? JsonValue.NULL : JsonTree.string(text.toString()));
        if (thinking.isEmpty() && hasCalls && quirks.callReasoning()) {
            thinking.append(' ');
        }
        if (!thinking.isEmpty()) {
            message.add(quirks.reasoning(), thinking.toString());
        }
        afterResults = false;
        if (hasCalls) {
            message.add("tool_calls", calls);
            callsOpen = true;
        }
        messages.add(message);
    }

    private JsonObjectBuilder call(Part block) {
        JsonValue input = block.json().getOrDefault("input", JsonValue.EMPTY_JSON_OBJECT);
        blocks.lose(block, Set.of("type", "id", "name", "input"));
        return JsonTree.newObject()
                .add("id", id(block.text("id")))
                .add("type", "function")
                .add(
                        "function",
                        JsonTree.newObject()
                                .add("name", names.of(block.text("name")))
                                .add("arguments", JsonTree.text(input)));
    }

    /** An id that the provider takes; the same for a call and its result. */
    private String id(String told) {
        String id = ids.original(told);
        if (quirks.nineCharacterIds()) {
            return id.length() == 9 && id.chars().allMatch(ToolNames::isLetterOrDigit)
                    ? id
                    : ToolNames.hash(id).substring(0, 9);
        }
        return id.length() <= MAX_ID ? id : ToolNames.hash(id).substring(0, MAX_ID);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            if (!system.isEmpty()) {
                add("system", parts.content(system, "\n\n"));
            }
        }
    }

    private void endUser() {
        if (!user.isEmpty()) {
            // Only one text is a text; OpenAI's models see a difference between several and one.
            add("user", user.size() == 1 ? parts.content(user, "") : JsonTree.array(user));
            user.clear();
        }
    }

    private void add(String role, JsonValue said) {
        if (afterResults && quirks.assistantAfterResults()) {
            messages.add(JsonTree.newObject().add("role", "assistant").add("content", AFTER_RESULTS));
        }
        afterResults = false;
        messages.add(JsonTree.newObject().add("role", role).add("content", said));
    }
}
