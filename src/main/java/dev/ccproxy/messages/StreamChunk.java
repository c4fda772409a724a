package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorType;
import dev.ccproxy.sse.Event;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** A piece of a stream of another API: each event has one JSON object, and a key {@code error} in it ends the stream. */
public final class StreamChunk {

    private static final int STATUS_DIGITS = 3;

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
        // Older versions of vLLM have no key for it.
        boolean failed = !chunk.getOrDefault("error", JsonValue.NULL).equals(JsonValue.NULL)
                || chunk.getString("object", "").equals("error");
        if (failed || event.type().equals("error")) {
            throw new MessageErrorException(
                    status(chunk.get("error") instanceof JsonObject error ? error : chunk), data);
        }
        return chunk;
    }

    /**
     * Refuses the object that a response is, if it is an error: some servers say 200 to everything.
     *
     * @throws MessageErrorException if it is one
     */
    public static void refuseError(JsonObject response) throws MessageErrorException {
        if (response.get("error") instanceof JsonObject error) {
            throw new MessageErrorException(status(error), JsonTree.text(response));
        }
        boolean isText = response.get("error") instanceof JsonString text
                && !text.getString().isBlank();
        if (isText || response.getString("object", "").equals("error")) {
            throw new MessageErrorException(status(response), JsonTree.text(response));
        }
    }

    /** The status that an error in a stream stands for: its code if that is one, else that of its type. */
    private static int status(JsonObject error) {
        String code = error.get("code") instanceof JsonNumber number ? number.toString() : error.getString("code", "");
        if (code.length() == STATUS_DIGITS && (code.startsWith("4") || code.startsWith("5"))) {
            try {
                return Integer.parseInt(code);
            } catch (NumberFormatException e) {
                return ErrorType.statusOf("");
            }
        }
        return switch (code) {
            case "context_length_exceeded" -> 400;
            case "rate_limit_exceeded", "insufficient_quota" -> 429;
            default -> ErrorType.statusOf(error.getString("type", ""));
        };
    }
}
