package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.Turn.Part;
import jakarta.json.JsonObject;

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
}
