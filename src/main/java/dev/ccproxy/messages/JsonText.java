package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON that may be anything. */
final class JsonText {

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private JsonText() {}

    /** Null if the bytes are no JSON object, or one that the parser does not take. */
    static @Nullable JsonObject object(byte[] json, int offset, int length) {
        InputStream bytes = new ByteArrayInputStream(json, offset, length);
        try (JsonReader reader = READERS.createReader(bytes, UTF_8)) {
            return reader.readObject();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Null if the text is no JSON object, or one that the parser does not take. */
    static @Nullable JsonObject object(String json) {
        try (JsonReader reader = READERS.createReader(new StringReader(json))) {
            return reader.readObject();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** A string of an object; empty if there is none. */
    static String string(@Nullable JsonObject object, String key) {
        return object == null ? "" : object.getString(key, "");
    }
}
