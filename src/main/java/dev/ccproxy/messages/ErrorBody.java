package dev.ccproxy.messages;

import jakarta.json.JsonObject;

/** An error as providers write it, {@code {"error":{"type":"…","message":"…"}}}, in an envelope or not. */
public final class ErrorBody {

    private ErrorBody() {}

    /** The {@code type} of an error; empty if the text is no such error. */
    public static String type(String json) {
        JsonObject body = JsonText.object(json);
        return body != null && body.get("error") instanceof JsonObject error ? JsonText.string(error, "type") : "";
    }
}
