package dev.ccproxy.messages;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A block of a message that is being written. */
final class Block {

    enum Kind {
        TEXT,
        THINKING,
        TOOL_USE
    }

    /** What each takes, however short it is. */
    private static final int HELD = 300;

    private final Kind kind;
    private final String id;
    private final String name;
    private final StringBuilder content = new StringBuilder();
    private int told;
    private boolean closed;
    private @Nullable String signature;

    /** Of the input of a call. */
    private final JsonEnd end = new JsonEnd();

    private Block(Kind kind, String id, String name) {
        this.kind = kind;
        this.id = id;
        this.name = name;
    }

    static Block of(Kind kind) {
        return new Block(kind, "", "");
    }

    static Block toolUse(String id, String name) {
        return new Block(Kind.TOOL_USE, id, name);
    }

    Kind kind() {
        return kind;
    }

    /** About how many bytes of memory it holds. */
    long held() {
        return HELD
                + 2L
                        * (content.length()
                                + id.length()
                                + name.length()
                                + signature().length());
    }

    void append(String piece) {
        content.append(piece);
        if (kind == Kind.TOOL_USE) {
            end.read(piece);
        }
    }

    void sign(String with) {
        signature = with;
    }

    /** Empty if it is not signed. */
    String signature() {
        return signature == null ? "" : signature;
    }

    /** All of it. For a call the JSON of its input, which is {@code {}} if the provider has told none. */
    String whole() {
        return kind == Kind.TOOL_USE && content.toString().isBlank() ? "{}" : content.toString();
    }

    /** What has come since this was asked the last time. */
    String untold() {
        String piece = content.substring(told);
        told = content.length();
        if (kind != Kind.TOOL_USE) {
            content.setLength(0);
            told = 0;
        }
        return piece;
    }

    /** Nothing of it is told any more, nor held. */
    void close() {
        closed = true;
        content.setLength(0);
        content.trimToSize();
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether something of it has been told. */
    boolean isTold() {
        return told > 0;
    }

    /** Whether nothing can follow in it: the object that is a call's input is closed. Any other block may end anywhere. */
    boolean isComplete() {
        return kind != Kind.TOOL_USE || end.reached();
    }

    /** Whether the input of a call is an object. */
    boolean hasInput() {
        try {
            JsonObject unused = JsonTree.object(whole());
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    /** What {@code content_block} is at its start. */
    String start() {
        return json("", "");
    }

    /** What it is in a whole message. */
    String json() {
        return json(whole(), signature());
    }

    private String json(String content, String signed) {
        return switch (kind) {
            case TEXT -> "{\"type\":\"text\",\"text\":" + JsonTree.quote(content) + "}";
            case THINKING ->
                "{\"type\":\"thinking\",\"thinking\":" + JsonTree.quote(content) + ",\"signature\":"
                        + JsonTree.quote(signed) + "}";
            case TOOL_USE ->
                "{\"type\":\"tool_use\",\"id\":" + JsonTree.quote(id) + ",\"name\":" + JsonTree.quote(name)
                        + ",\"input\":" + (content.isEmpty() ? "{}" : content) + "}";
        };
    }

    /** What {@code delta} is for a piece of it. */
    String delta(String piece) {
        return switch (kind) {
            case TEXT -> "{\"type\":\"text_delta\",\"text\":" + JsonTree.quote(piece) + "}";
            case THINKING -> "{\"type\":\"thinking_delta\",\"thinking\":" + JsonTree.quote(piece) + "}";
            case TOOL_USE -> "{\"type\":\"input_json_delta\",\"partial_json\":" + JsonTree.quote(piece) + "}";
        };
    }
}
