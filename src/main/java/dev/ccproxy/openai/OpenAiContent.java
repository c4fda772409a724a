package dev.ccproxy.openai;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The blocks that a user's message and a tool's result may have, as parts of a message. */
final class OpenAiContent {

    private final Quirks quirks;
    private final Set<String> losses;

    OpenAiContent(Quirks quirks, Set<String> losses) {
        this.quirks = quirks;
        this.losses = losses;
    }

    static JsonObject text(String text) {
        return JsonTree.newObject().add("type", "text").add("text", text).build();
    }

    /** A block of the user's, or of a result. */
    List<JsonObject> parts(Part block) {
        return switch (block.type()) {
            case "text" -> {
                lose(block, Set.of("type", "text"));
                yield block.text("text").isEmpty() ? List.of() : List.of(text(block.text("text")));
            }
            case "image" -> List.of(image(block));
            case "document" -> document(block);
            case "search_result" -> List.of(searchResult(block));
            case "tool_reference" -> List.of(text("(The tool " + block.text("tool_name") + " is there to be called.)"));
            default ->
                throw block.refuse("a block of type " + block.type() + " has no counterpart in this provider's API");
        };
    }

    /** What else an assistant's message may have: the calls of Anthropic's own tools and their results become text. */
    String saidByAssistant(Part block) {
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

    private JsonObject image(Part block) {
        lose(block, Set.of("type", "source"));
        JsonObject source = source(block);
        String url = switch (source.getString("type", "")) {
            case "base64" -> dataUrl(source);
            case "url" -> source.getString("url", "");
            default -> throw block.refuse("an image must be of type base64 or url for this provider");
        };
        return JsonTree.newObject()
                .add("type", "image_url")
                .add("image_url", JsonTree.newObject().add("url", url))
                .build();
    }

    private List<JsonObject> document(Part block) {
        lose(block, Set.of("type", "source", "title", "context"));
        JsonObject source = source(block);
        List<JsonObject> parts = new ArrayList<>();
        if (!block.text("context").isEmpty()) {
            parts.add(text(block.text("context")));
        }
        switch (source.getString("type", "")) {
            case "base64" -> parts.add(file(block, source));
            case "text" -> parts.add(text(titled(block, source.getString("data", ""))));
            case "content" ->
                new Part(block.path() + ".source", source).content().forEach(inner -> parts.addAll(parts(inner)));
            default -> throw block.refuse("a document must be of type base64, text or content for this provider");
        }
        return parts;
    }

    private JsonObject file(Part block, JsonObject source) {
        if (!quirks.pdf()) {
            throw block.refuse("this provider takes no documents but texts");
        }
        String title = block.text("title");
        return JsonTree.newObject()
                .add("type", "file")
                .add(
                        "file",
                        JsonTree.newObject()
                                .add("filename", title.isEmpty() ? "document.pdf" : title)
                                .add("file_data", dataUrl(source)))
                .build();
    }

    private static String titled(Part block, String text) {
        return block.text("title").isEmpty() ? text : block.text("title") + "\n\n" + text;
    }

    private JsonObject searchResult(Part block) {
        lose(block, Set.of("type", "title", "source", "content"));
        StringBuilder text = new StringBuilder(block.text("title") + "\n" + block.text("source"));
        block.content().forEach(inner -> text.append('\n').append(inner.text("text")));
        return text(text.toString());
    }

    private static JsonObject source(Part block) {
        if (block.json().get("source") instanceof JsonObject source) {
            return source;
        }
        throw block.refuse("source is required");
    }

    private static String dataUrl(JsonObject source) {
        return "data:" + source.getString("media_type", "") + ";base64," + source.getString("data", "");
    }

    /** Names what of a block is not read. */
    void lose(Part block, Set<String> read) {
        for (Map.Entry<String, JsonValue> entry : block.json().entrySet()) {
            if (!read.contains(entry.getKey()) && entry.getValue() != JsonValue.NULL) {
                losses.add(entry.getKey());
            }
        }
    }
}
