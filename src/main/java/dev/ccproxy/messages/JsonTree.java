package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON so that nothing of it changes: each number stays as it is written, of whatever length, and half of a
 * surrogate pair stays one.
 */
public final class JsonTree {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

    /** Each takes some hundred bytes, however short it is written. */
    private static final int MAX_VALUES = 500_000;

    private final JsonParser parser;
    private int values;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads an object.
     *
     * @throws JsonException if the bytes are no object in UTF-8, or one that is nested too deeply or has too many values
     */
    public static JsonObject object(byte[] json) {
        try {
            return object(UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
        } catch (CharacterCodingException e) {
            throw new JsonException("It is not UTF-8", e);
        }
    }

    /**
     * Reads an object.
     *
     * @throws JsonException if the text is no object, or one that is nested too deeply or has too many values
     */
    public static JsonObject object(String json) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(json))) {
            if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
                throw new JsonException("It is no object");
            }
            JsonObject object = new JsonTree(parser).object();
            if (parser.hasNext()) {
                throw new JsonException("Something comes after the object");
            }
            return object;
        } catch (JsonException e) {
            throw e;
        } catch (RuntimeException e) {
            // The server's parser says so of what is nested too deeply.
            throw new JsonException("It cannot be read", e);
        }
    }

    private JsonObject object() {
        JsonObjectBuilder object = BUILDERS.createObjectBuilder();
        while (parser.next() == Event.KEY_NAME) {
            String key = parser.getString();
            object.add(key, value(parser.next()));
        }
        return object.build();
    }

    private JsonValue value(Event event) {
        if (++values > MAX_VALUES) {
            throw new JsonException("It has more than " + MAX_VALUES + " values");
        }
        return switch (event) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                JsonArrayBuilder array = BUILDERS.createArrayBuilder();
                for (Event next = parser.next(); next != Event.END_ARRAY; next = parser.next()) {
                    array.add(value(next));
                }
                yield array.build();
            }
            case VALUE_NUMBER -> new ExactNumber(parser.getString());
            case VALUE_STRING -> JSON.createValue(parser.getString());
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            default -> JsonValue.NULL;
        };
    }

    /** A new object, to be filled. */
    public static JsonObjectBuilder newObject() {
        return BUILDERS.createObjectBuilder();
    }

    /** A new object that begins as another one. */
    public static JsonObjectBuilder newObject(JsonObject begin) {
        return BUILDERS.createObjectBuilder(begin);
    }

    /** A new array, to be filled. */
    public static JsonArrayBuilder newArray() {
        return BUILDERS.createArrayBuilder();
    }

    /** Begins an array with the values of another one. */
    public static JsonArrayBuilder newArray(JsonArray begin) {
        return BUILDERS.createArrayBuilder(begin);
    }

    /** An array of objects. */
    public static JsonArray array(List<JsonObject> objects) {
        JsonArrayBuilder array = newArray();
        objects.forEach(array::add);
        return array.build();
    }

    /** A number, as JSON. */
    public static JsonValue number(long number) {
        return JSON.createValue(number);
    }

    /** A text, as JSON. */
    public static JsonValue string(String text) {
        return JSON.createValue(text);
    }

    /** A value as JSON, in UTF-8. */
    public static byte[] bytes(JsonValue value) {
        return text(value).getBytes(UTF_8);
    }

    /** A value as JSON that can be encoded: half of a surrogate pair is escaped. */
    public static String text(JsonValue value) {
        return encodable(value.toString());
    }

    /** A text as a JSON string, with its quotation marks. */
    public static String quote(String text) {
        return text(JSON.createValue(text));
    }

    private static String encodable(String json) {
        StringBuilder escaped = null;
        int copied = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
                continue;
            }
            escaped = escaped == null ? new StringBuilder(json.length() + 16) : escaped;
            escaped.append(json, copied, i).append(String.format("\\u%04x", (int) c));
            copied = i + 1;
        }
        return escaped == null
                ? json
                : escaped.append(json, copied, json.length()).toString();
    }
}
