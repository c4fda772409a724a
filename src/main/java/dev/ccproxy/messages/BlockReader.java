package dev.ccproxy.messages;

import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The blocks of a conversation for another API: what each of them is there, and what of it is lost. */
public final class BlockReader {

    /** How the text begins that Claude Code sends to Anthropic first, and that is nothing for a model. */
    private static final String ATTRIBUTION = "x-anthropic-billing-header";

    /** The field for a mark for a prompt cache. */
    public static final String MARK = "cache_control";

    private final PartWriter writer;
    private final Set<String> losses;

    /** With what writes the parts, and the names of what is lost. */
    public BlockReader(PartWriter writer, Set<String> losses) {
        this.writer = writer;
        this.losses = losses;
    }

    /** The texts of a system message. */
    public List<JsonObject> systemTexts(List<Part> blocks) {
        List<JsonObject> texts = new ArrayList<>();
        for (Part block : blocks) {
            if (!block.type().equals("text")) {
                throw block.refuse("a system message has texts only");
            }
            String text = block.text("text");
            boolean attribution = text.startsWith(ATTRIBUTION);
            if (attribution) {
                losses.add("system.attribution");
            }
            texts.addAll(marked(block, attribution || text.isEmpty() ? List.of() : List.of(writer.text(text))));
            lose(block, Set.of("type", "text", MARK));
        }
        return texts;
    }

    /**
     * Texts as one, without their marks.
     *
     * @param texts as {@link #systemTexts} gives them
     */
    public static String joined(List<JsonObject> texts) {
        return texts.stream().map(part -> part.getString("text")).collect(Collectors.joining("\n\n"));
    }

    /** The parts of a block, of which the last one has the block's mark for a prompt cache. */
    public List<JsonObject> marked(Part block, List<JsonObject> parts) {
        JsonValue told = block.json().getOrDefault(MARK, JsonValue.NULL);
        if (told == JsonValue.NULL) {
            return parts;
        }
        JsonObject last = parts.isEmpty() || !(told instanceof JsonObject mark)
                ? null
                : writer.marked(parts.get(parts.size() - 1), mark);
        if (last == null) {
            losses.add(MARK);
            return parts;
        }
        List<JsonObject> marked = new ArrayList<>(parts);
        marked.set(parts.size() - 1, last);
        return marked;
    }

    /** A text of the system's at its place among those of the user's, for an API that has no system messages there. */
    public static String reminder(String text) {
        return "<system-reminder>\n" + text + "\n</system-reminder>";
    }

    /** A block of the user's, or of a result. */
    public List<JsonObject> parts(Part block) {
        return marked(block, unmarked(block));
    }

    private List<JsonObject> unmarked(Part block) {
        return switch (block.type()) {
            case "text" -> {
                lose(block, Set.of("type", "text", MARK));
                yield block.text("text").isEmpty() ? List.of() : List.of(writer.text(block.text("text")));
            }
            case "image" -> {
                lose(block, Set.of("type", "source", MARK));
                yield List.of(writer.image(block, source(block)));
            }
            case "document" -> document(block);
            case "search_result" -> List.of(searchResult(block));
            case "tool_reference" ->
                List.of(writer.text("(The tool " + block.text("tool_name") + " is there to be called.)"));
            default ->
                throw block.refuse("a block of type " + block.type() + " has no counterpart in this provider's API");
        };
    }

    /** What else an assistant's message may have: the calls of Anthropic's own tools and their results become text. */
    public String saidByAssistant(Part block) {
        if (block.type().equals("text")) {
            lose(block, Set.of("type", "text"));
            return block.text("text");
        }
        if (block.type().equals("server_tool_use") || block.type().endsWith("_tool_result")) {
            losses.add(block.type());
            return "\n(" + block.type() + ": " + JsonTree.text(block.json()) + ")\n";
        }
        throw block.refuse("a block of type " + block.type() + " has no counterpart in this provider's API");
    }

    private List<JsonObject> document(Part block) {
        lose(block, Set.of("type", "source", "title", "context", MARK));
        JsonObject source = source(block);
        List<JsonObject> parts = new ArrayList<>();
        if (!block.text("context").isEmpty()) {
            parts.add(writer.text(block.text("context")));
        }
        switch (source.getString("type", "")) {
            case "text" -> parts.add(writer.text(titled(block, source.getString("data", ""))));
            case "content" -> {
                if (!block.text("title").isEmpty()) {
                    parts.add(writer.text(block.text("title")));
                }
                new Part(block.path() + ".source", source).content().forEach(inner -> parts.addAll(parts(inner)));
            }
            default -> parts.add(writer.file(block, source));
        }
        return parts;
    }

    private static String titled(Part block, String text) {
        return block.text("title").isEmpty() ? text : block.text("title") + "\n\n" + text;
    }

    private JsonObject searchResult(Part block) {
        lose(block, Set.of("type", "title", "source", "content", MARK));
        StringBuilder text = new StringBuilder(block.text("title") + "\n" + block.text("source"));
        block.content().forEach(inner -> text.append('\n').append(inner.text("text")));
        return writer.text(text.toString());
    }

    private static JsonObject source(Part block) {
        if (block.json().get("source") instanceof JsonObject source) {
            return source;
        }
        throw block.refuse("source is required");
    }

    /** Names what of a block is not read. */
    public void lose(Part block, Set<String> read) {
        for (Map.Entry<String, JsonValue> entry : block.json().entrySet()) {
            if (!read.contains(entry.getKey()) && entry.getValue() != JsonValue.NULL) {
                losses.add(entry.getKey());
            }
        }
    }
}
