package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorType;

/**
 * A provider's error, as the Messages API writes it ("Errors").
 *
 * @param message what the provider says, or what makes the client do the right thing
 */
public record MessageError(int status, String type, String message) {

    /** Longer messages are cut. */
    private static final int MAX_MESSAGE = 4000;

    public MessageError {
        message = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    /** An error with the type that belongs to a status. */
    public static MessageError of(int status, String message) {
        return new MessageError(status, ErrorType.typeOf(status), message);
    }

    /** The JSON of the envelope, with the request's id. */
    public String json(String requestId) {
        return "{\"type\":\"error\",\"error\":{\"type\":" + JsonTree.quote(type) + ",\"message\":"
                + JsonTree.quote(message) + "},\"request_id\":" + JsonTree.quote(requestId) + "}";
    }
}
