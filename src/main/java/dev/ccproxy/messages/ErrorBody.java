package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/** An error as providers write it, {@code {"error":{"type":"…","message":"…"}}}, in an envelope or not. */
public final class ErrorBody {

    private ErrorBody() {}

    /** How much of a text is looked at for what it says of a key: it may quote the request. */
    private static final int MAX_BRIEF = 600;

    private static final int MAX_LENGTH = 64 * 1024;

    /** The type, the code and the beginning of the message of an error, in JSON; the beginning of what is no such error. */
    public static String brief(String json) {
        JsonObject body = JsonText.object(json);
        if (body == null || !(body.get("error") instanceof JsonObject error)) {
            return beginning(json);
        }
        StringBuilder brief = new StringBuilder();
        for (String key : List.of("type", "code", "status")) {
            JsonValue value = error.get(key);
            if (value != null) {
                brief.append('"')
                        .append(key)
                        .append("\":")
                        .append(beginning(value.toString()))
                        .append(',');
            }
        }
        return brief.append(beginning(JsonText.string(error, "message"))).toString();
    }

    private static String beginning(String text) {
        return text.length() <= MAX_BRIEF ? text : text.substring(0, MAX_BRIEF);
    }

    /**
     * Whether a body is the envelope of an error, {@code {"type":"error","error":{…}}}, or has nothing but one; a message, or
     * anything that may come to be one, is not. What is longer than 64 KiB is not looked at: no error is.
     *
     * @param utf8 JSON, or anything else
     */
    public static boolean isError(byte[] utf8) {
        String json = utf8.length > MAX_LENGTH ? "" : new String(utf8, UTF_8);
        if (!json.contains("\"error\"")) {
            return false;
        }
        JsonObject body = JsonText.object(json);
        return body != null
                && body.get("error") instanceof JsonObject
                && (JsonText.string(body, "type").equals("error") || body.size() == 1);
    }

    /** The {@code type} of an error; empty if the text is no such error. */
    public static String type(String json) {
        JsonObject body = JsonText.object(json);
        return body != null && body.get("error") instanceof JsonObject error ? JsonText.string(error, "type") : "";
    }
}
