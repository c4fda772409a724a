package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a message as another API has them. */
public interface PartWriter {

    /** A text. */
    JsonObject text(String text);

    /**
     * An image.
     *
     * @throws ErrorException 400 if the API takes none from such a source
     */
    JsonObject image(Part block, JsonObject source);

    /**
     * A document that is a file.
     *
     * @throws ErrorException 400 if the API takes none from such a source
     */
    JsonObject file(Part block, JsonObject source);

    /**
     * A part with a mark up to which a prompt cache may reach.
     *
     * @param mark the client's {@code cache_control}
     * @return null if the API has no such marks
     */
    default @Nullable JsonObject marked(JsonObject part, JsonObject mark) {
        return null;
    }
}
