package dev.ccproxy.maintenance;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for.
 *
 * @param until when it is to end by itself; null for never
 * @param note what it is for; null where nothing is said
 */
record MaintenanceRequest(@Nullable Instant until, @Nullable String note) {

    private static final int LONGEST_NOTE = 200;
    private static final Set<String> KEYS = Set.of("until", "note");

    /** By the body of a request, where an empty one asks for what has no end and no note; 400 for what is wrong. */
    static MaintenanceRequest of(byte[] body, Instant now) {
        if (body.length == 0) {
            return new MaintenanceRequest(null, null);
        }
        Map<String, JsonValue> object = object(body);
        if (!KEYS.containsAll(object.keySet())) {
            throw wrong("The body has a key that is none of until, note");
        }
        return new MaintenanceRequest(until(text(object, "until"), now), note(text(object, "note")));
    }

    private static Map<String, JsonValue> object(byte[] body) {
        try (JsonParser parser = Json.createParser(new ByteArrayInputStream(body))) {
            if (parser.next() == JsonParser.Event.START_OBJECT) {
                JsonObject object = parser.getObject();
                if (!parser.hasNext()) {
                    return object;
                }
            }
        } catch (JsonException | NoSuchElementException e) {
            // Told below.
        }
        throw wrong("The body is no JSON object such as {\"until\": \"2026-12-31T23:00:00Z\", \"note\": \"new disk\"}");
    }

    private static @Nullable String text(Map<String, JsonValue> object, String key) {
        JsonValue value = object.getOrDefault(key, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw wrong(key + " is neither a string nor null");
    }

    private static @Nullable Instant until(@Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        try {
            Instant until = OffsetDateTime.parse(text).toInstant();
            if (until.isAfter(Maintenance.LATEST)) {
                throw wrong("until is after the year 9999");
            }
            if (until.isAfter(now)) {
                return until;
            }
            throw wrong("until is past");
        } catch (DateTimeParseException e) {
            throw wrong("until is no date with time and offset such as 2026-12-31T23:00:00Z");
        }
    }

    private static @Nullable String note(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.length() > LONGEST_NOTE || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("note is longer than " + LONGEST_NOTE + " characters, or has control characters");
        }
        return text;
    }

    private static ErrorException wrong(String message) {
        return new ErrorException(ErrorType.INVALID_REQUEST, message);
    }
}
