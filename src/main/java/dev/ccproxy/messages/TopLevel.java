package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ccproxy.messages.MessageRequest.ModelField;
import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The top level of a JSON object, from its bytes in one pass. What is no JSON is not its business. */
final class TopLevel {

    private static final String MODEL = "model";

    private static final byte[] TRUE = "true".getBytes(US_ASCII);

    /** Six characters for each one of a key, if all are escaped. */
    private static final int ESCAPED = 6;

    /** Where a value is: from its first byte to behind its last one, and some blanks. */
    record Span(int start, int end) {}

    private final byte[] body;
    private final Set<String> wanted;
    private final int maxKeyBytes;
    private final JsonCursor cursor;
    private final Map<String, Span> values = new HashMap<>();
    private int models;
    private @Nullable ModelField model;
    private boolean closed;

    /** The wanted key whose value is being passed, and where that begins. */
    private @Nullable String open;

    private int openStart;

    private TopLevel(byte[] body, Span of, Set<String> wanted) {
        this.body = body;
        this.wanted = wanted;
        maxKeyBytes = ESCAPED
                        * Math.max(
                                MODEL.length(),
                                wanted.stream().mapToInt(String::length).max().orElse(0))
                + 2;
        cursor = new JsonCursor(body, of.start(), of.end());
    }

    /** That of a body, with the values of some keys. */
    static TopLevel scan(byte[] body, Set<String> wanted) {
        return scan(body, new Span(0, body.length), wanted);
    }

    /** That of an object within a body. */
    static TopLevel scan(byte[] body, Span of, Set<String> wanted) {
        TopLevel top = new TopLevel(body, of, wanted);
        top.cursor.skipBlanks();
        if (top.cursor.at('{')) {
            top.scan(of.end());
        }
        return top;
    }

    /** How many keys are {@code model}, in whatever case. */
    int models() {
        return models;
    }

    /** The value of {@code model}; null if it is not there, or no string. */
    @Nullable
    ModelField model() {
        return model;
    }

    /** Whether the body is an object that is closed, with nothing behind it. */
    boolean isWhole() {
        return closed;
    }

    /** The last value of a key that is wanted, which ends before a comma or a bracket; null if there is none. */
    @Nullable
    Span value(String key) {
        return values.get(key);
    }

    /** Whether the value of a key that is wanted is true. */
    boolean isTrue(String key) {
        Span value = value(key);
        return value != null
                && value.end() - value.start() >= TRUE.length
                && Arrays.equals(body, value.start(), value.start() + TRUE.length, TRUE, 0, TRUE.length);
    }

    /** The value of a key that is wanted; null if it is not there, or no object. */
    @Nullable
    JsonObject object(String key) {
        Span value = value(key);
        return value == null ? null : JsonText.object(body, value.start(), value.end() - value.start());
    }

    /** The value of a key that is wanted; empty if it is not there, or no string. */
    String string(String key) {
        Span value = value(key);
        if (value == null || body[value.start()] != '"') {
            return "";
        }
        JsonCursor string = new JsonCursor(body, value.start(), value.end());
        string.skipString();
        String text = string.text(value.start(), string.position());
        return text == null ? "" : text;
    }

    private void scan(int end) {
        int depth = 0;
        boolean keyComes = false;
        while (!cursor.atEnd()) {
            switch (cursor.current()) {
                case '"' -> {
                    int start = cursor.position();
                    cursor.skipString();
                    if (keyComes) {
                        keyComes = false;
                        key(start, cursor.position());
                    }
                    continue;
                }
                case '{', '[' -> keyComes = ++depth == 1;
                case '}', ']' -> {
                    if (--depth == 0) {
                        endValue();
                        cursor.next();
                        cursor.skipBlanks();
                        closed = cursor.position() == end;
                        return;
                    }
                }
                case ',' -> {
                    keyComes = depth == 1;
                    if (keyComes) {
                        endValue();
                    }
                }
                default -> {}
            }
            cursor.next();
        }
    }

    private void endValue() {
        if (open != null) {
            values.put(open, new Span(openStart, cursor.position()));
            open = null;
        }
    }

    /** After a key of the top level: looks at its value if it is one of those that are read. */
    private void key(int start, int end) {
        String key = end - start > maxKeyBytes ? null : cursor.text(start, end);
        if (key == null) {
            return;
        }
        boolean isModel = key.toLowerCase(Locale.ROOT).equals(MODEL);
        models += isModel ? 1 : 0;
        cursor.skipBlanks();
        if (!cursor.at(':')) {
            return;
        }
        cursor.next();
        cursor.skipBlanks();
        if (isModel && key.equals(MODEL) && cursor.at('"')) {
            int value = cursor.position();
            cursor.skipString();
            String name = cursor.text(value, cursor.position());
            model = name == null ? null : new ModelField(name, value, cursor.position());
        } else if (wanted.contains(key)) {
            open = key;
            openStart = cursor.position();
        }
    }
}
