package dev.ccproxy.messages;

import dev.ccproxy.sse.Event;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** A piece of a stream of another API: each event has one JSON object, and a key {@code error} in it ends the stream. */
public final class StreamChunk {

    private StreamChunk() {}

    /**
     * The object of an event.
     *
     * @throws InvalidMessageException if it has none
     * @throws MessageErrorException if that is an error
     */
    public static JsonObject read(Event event) throws InvalidMessageException, MessageErrorException {
        String data = event.data().strip();
        JsonObject chunk;
        try {
            chunk = JsonTree.object(data);
        } catch (JsonException e) {
            throw new InvalidMessageException("sent a chunk that is no JSON object");
        }
        boolean failed = !chunk.getOrDefault("error", JsonValue.NULL).equals(JsonValue.NULL);
        if (failed || event.type().equals("error")) {
            throw new MessageErrorException(status(chunk), data);
        }
        return chunk;
    }

    /** The status that an error in a stream stands for: its code if that is one, else that of a provider that fails. */
    private static int status(JsonObject chunk) {
        if (chunk.get("error") instanceof JsonObject error && error.get("code") instanceof JsonNumber code) {
            double status = code.doubleValue();
            if (status >= 400 && status < 600) {
                return (int) status;
            }
        }
        return 500;
    }
}
