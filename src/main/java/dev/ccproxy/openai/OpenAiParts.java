package dev.ccproxy.openai;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.PartWriter;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of a message that are no text only. */
final class OpenAiParts implements PartWriter {

    private final Quirks quirks;
    private final Set<String> losses;
    private boolean hasBreakpoints;

    OpenAiParts(Quirks quirks, Set<String> losses) {
        this.quirks = quirks;
        this.losses = losses;
    }

    @Override
    public JsonObject text(String text) {
        return JsonTree.newObject().add("type", "text").add("text", text).build();
    }

    @Override
    public JsonObject image(Part block, JsonObject source) {
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

    @Override
    public JsonObject file(Part block, JsonObject source) {
        if (!source.getString("type", "").equals("base64")) {
            throw block.refuse("a document must be of type base64, text or content for this provider");
        }
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

    @Override
    public @Nullable JsonObject marked(JsonObject part, JsonObject mark) {
        return switch (quirks.cacheMarks()) {
            case "breakpoint" -> {
                hasBreakpoints = true;
                if (mark.containsKey("ttl")) {
                    // Its own are 30 minutes.
                    losses.add("cache_control.ttl");
                }
                yield JsonTree.newObject(part)
                        .add("prompt_cache_breakpoint", JsonTree.newObject().add("mode", "explicit"))
                        .build();
            }
            case "cache_control" ->
                JsonTree.newObject(part).add("cache_control", mark).build();
            default -> null;
        };
    }

    /** Whether a part has a mark that only counts if the request says so. */
    boolean hasBreakpoints() {
        return hasBreakpoints;
    }

    /** Texts alone are one text; a part that has more stays one. */
    JsonValue content(List<JsonObject> parts, String separator) {
        if (parts.stream().allMatch(OpenAiParts::isPlain)) {
            return JsonTree.string(
                    parts.stream().map(part -> part.getString("text")).collect(Collectors.joining(separator)));
        }
        return JsonTree.array(parts);
    }

    private static boolean isPlain(JsonObject part) {
        return part.getString("type").equals("text") && part.size() == 2;
    }

    private static String dataUrl(JsonObject source) {
        return "data:" + source.getString("media_type", "") + ";base64," + source.getString("data", "");
    }
}
