package dev.ccproxy.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a PUT.
 *
 * @param until when the maintenance is to end by itself; null for never
 * @param note what it is for; null if nothing is said
 */
record MaintenanceRequest(@Nullable Instant until, @Nullable String note) {

    private static final int MAX_NOTE = 200;
    private static final Set<String> KEYS = Set.of("until", "note");

    /** Reads a body, of which an empty one has neither an end nor a note; 400 for a wrong one. */
    static MaintenanceRequest of(byte[] body, Instant now) {
        if (body.length == 0) {
            return new MaintenanceRequest(null, null);
        }
        Map<String, @Nullable String> values = values(text(body));
        return new MaintenanceRequest(until(values.get("until"), now), note(values.get("note")));
    }

    /** Decodes UTF-8, which JSON has to be (RFC 8259, 8.1), and leaves out a byte order mark. */
    private static String text(byte[] body) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw wrong("The body must be UTF-8");
        }
    }

    /**
     * Reads value by value, so that nothing else is built: for a tree, the servers' parser builds numbers of any size
     * and objects of any depth, and fails with unforeseeable exceptions where it cannot.
     */
    private static Map<String, @Nullable String> values(String text) {
        Map<String, @Nullable String> values = new HashMap<>();
        try (JsonParser parser = Json.createParser(new StringReader(text))) {
            if (parser.next() != Event.START_OBJECT) {
                throw notAnObject();
            }
            while (parser.next() == Event.KEY_NAME) {
                String key = parser.getString();
                if (!KEYS.contains(key)) {
                    throw wrong("Unknown key; allowed are until and note");
                }
                if (values.containsKey(key)) {
                    throw wrong(key + " must be given only once");
                }
                values.put(key, value(key, parser));
            }
            if (parser.hasNext()) {
                throw notAnObject();
            }
            return values;
        } catch (JsonException | NoSuchElementException e) {
            throw notAnObject();
        }
    }

    private static @Nullable String value(String key, JsonParser parser) {
        Event event = parser.next();
        if (event != Event.VALUE_STRING && event != Event.VALUE_NULL) {
            throw wrong(key + " must be a string or null");
        }
        return event == Event.VALUE_NULL ? null : parser.getString();
    }

    private static @Nullable Instant until(@Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        try {
            Instant until = OffsetDateTime.parse(text).toInstant();
            if (until.isAfter(Maintenance.LATEST)) {
                throw wrong("until must be before the year 10000");
            }
            if (until.isAfter(now)) {
                return until;
            }
            throw wrong("until must be in the future");
        } catch (DateTimeParseException e) {
            throw wrong("until must be a date with time and offset such as 2026-12-31T23:00:00Z");
        }
    }

    private static @Nullable String note(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.length() > MAX_NOTE || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("note must have at most " + MAX_NOTE + " characters, none of them a control character");
        }
        if (!UTF_8.newEncoder().canEncode(text)) {
            throw wrong("note must not have half a character, a surrogate without its other half");
        }
        return text;
    }

    private static ErrorException notAnObject() {
        return wrong(
                "The body must be a JSON object such as {\"until\": \"2026-12-31T23:00:00Z\", \"note\": \"new disk\"}");
    }

    private static ErrorException wrong(String message) {
        return new ErrorException(ErrorType.INVALID_REQUEST, message);
    }
}
