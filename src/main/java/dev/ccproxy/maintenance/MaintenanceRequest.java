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
 * What an operator asks for.
 *
 * @param until when it is to end by itself; null for never
 * @param note what it is for; null where nothing is said
 */
record MaintenanceRequest(@Nullable Instant until, @Nullable String note) {

    private static final int MAX_NOTE = 200;
    private static final Set<String> KEYS = Set.of("until", "note");

    /** By the body of a request, where an empty one asks for what has no end and no note; 400 for what is wrong. */
    static MaintenanceRequest of(byte[] body, Instant now) {
        if (body.length == 0) {
            return new MaintenanceRequest(null, null);
        }
        Map<String, @Nullable String> values = values(text(body));
        return new MaintenanceRequest(until(values.get("until"), now), note(values.get("note")));
    }

    /** UTF-8, and nothing else (RFC 8259, 8.1); a byte order mark is left out. */
    private static String text(byte[] body) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw wrong("The body is not UTF-8");
        }
    }

    /**
     * Value by value, so that nothing is made of what is not asked for: of a tree, the parser of the servers would make
     * numbers of any size and objects of any depth, and fails where it can't with whatever comes to it.
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
                    throw wrong("The body has a key that is none of until, note");
                }
                if (values.containsKey(key)) {
                    throw wrong("The body has " + key + " more than once");
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
            throw wrong(key + " is neither a string nor null");
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
        if (text.length() > MAX_NOTE || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("note is longer than " + MAX_NOTE + " characters, or has control characters");
        }
        if (!UTF_8.newEncoder().canEncode(text)) {
            throw wrong("note has half a character, a surrogate without its other half");
        }
        return text;
    }

    private static ErrorException notAnObject() {
        return wrong(
                "The body is no JSON object such as {\"until\": \"2026-12-31T23:00:00Z\", \"note\": \"new disk\"}");
    }

    private static ErrorException wrong(String message) {
        return new ErrorException(ErrorType.INVALID_REQUEST, message);
    }
}
