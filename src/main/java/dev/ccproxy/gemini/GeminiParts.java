package dev.ccproxy.gemini;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.PartWriter;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The parts of a content ("Part" in the API reference) that have text or media. */
final class GeminiParts implements PartWriter {

    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "webp", "image/webp",
            "gif", "image/gif",
            "heic", "image/heic",
            "pdf", "application/pdf");

    private final Set<String> losses;

    GeminiParts(Set<String> losses) {
        this.losses = losses;
    }

    @Override
    public JsonObject text(String text) {
        return JsonTree.newObject().add("text", text).build();
    }

    @Override
    public JsonObject image(Part block, JsonObject source) {
        return switch (source.getString("type", "")) {
            case "base64" -> inline(source);
            case "url" -> byUrl(source.getString("url", ""), "");
            default -> throw block.refuse("an image must be of type base64 or url for this provider");
        };
    }

    @Override
    public JsonObject file(Part block, JsonObject source) {
        if (!block.text("title").isEmpty()) {
            losses.add("title");
        }
        return switch (source.getString("type", "")) {
            case "base64" -> inline(source);
            case "url" -> byUrl(source.getString("url", ""), "application/pdf");
            default -> throw block.refuse("a document must be of type base64, url, text or content for this provider");
        };
    }

    private static JsonObject inline(JsonObject source) {
        return part(
                "inlineData",
                JsonTree.newObject()
                        .add("mimeType", source.getString("media_type", ""))
                        .add("data", source.getString("data", "")));
    }

    private static JsonObject byUrl(String url, String type) {
        JsonObjectBuilder file = JsonTree.newObject().add("fileUri", url);
        String known = type.isEmpty() ? TYPES.getOrDefault(extension(url), "") : type;
        if (!known.isEmpty()) {
            file.add("mimeType", known);
        }
        return part("fileData", file);
    }

    private static JsonObject part(String key, JsonObjectBuilder value) {
        return JsonTree.newObject().add(key, value).build();
    }

    /** How the path of a URL ends; anything if it has no extension. */
    private static String extension(String url) {
        int end = url.length();
        for (char c : new char[] {'#', '?'}) {
            int at = url.indexOf(c);
            end = at >= 0 && at < end ? at : end;
        }
        String path = url.substring(0, end);
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
