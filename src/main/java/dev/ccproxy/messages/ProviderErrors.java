package dev.ccproxy.messages;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an error of another API the one that makes a client of the Messages API do the right thing. What the words of an
 * error mean is data, in a file {@code errors.txt} of the API's package.
 */
public final class ProviderErrors {

    private static final String TOO_LONG = "prompt_too_long";

    private static final long MAX_DELAY = 86_400;

    private record Row(List<String> words, String refused) {}

    private final List<Row> rows;

    /** The errors of the API of this package. */
    public ProviderErrors(Class<?> ofPackage) {
        rows = TableFile.rows(ofPackage, "errors.txt").stream()
                .map(cells -> new Row(TableFile.words(cells.get(0)), cells.get(1)))
                .toList();
    }

    /** The error of a response with this status and body, whatever that is. */
    public MessageError read(int status, String told) {
        String body = repeated(told);
        String message = message(body);
        if (status == 400 || status == 413 || status == 422) {
            String error = words(body).toLowerCase(Locale.ROOT);
            for (Row row : rows) {
                if (row.words().stream().allMatch(error::contains)) {
                    return MessageError.of(
                            400,
                            row.refused().equals(TOO_LONG)
                                    ? Overflow.message(message)
                                    : "capability_rejected: " + row.refused());
                }
            }
        }
        String words = message.isEmpty() ? "The provider responded with status " + status : message;
        return MessageError.of(
                switch (status) {
                    // Clients look at neither.
                    case 409, 422 -> 400;
                    case 408 -> 504;
                    case 503 -> 529;
                    default -> status;
                },
                words);
    }

    /**
     * In how many seconds a request may be repeated, as Google's APIs say it (google.rpc.RetryInfo); null if an error does not
     * say so.
     */
    public @Nullable Long retryAfter(String body) {
        try {
            JsonObject all = JsonTree.object(withoutList(body.strip()));
            if (all.get("error") instanceof JsonObject error && error.get("details") instanceof JsonArray details) {
                for (JsonValue detail : details) {
                    String delay = detail instanceof JsonObject info ? JsonText.string(info, "retryDelay") : "";
                    Long seconds = seconds(delay);
                    if (seconds != null) {
                        return seconds;
                    }
                }
            }
        } catch (JsonException e) {
            return null;
        }
        return null;
    }

    /** Of a duration as in "34.07s", no longer than a day; null if it is none. */
    private static @Nullable Long seconds(String duration) {
        int dot = duration.indexOf('.');
        int end = duration.length() - 1;
        String whole = end < 1 ? "" : duration.substring(0, dot < 0 ? end : dot);
        if (whole.isEmpty()
                || whole.length() > 5
                || !duration.endsWith("s")
                || !whole.chars().allMatch(Character::isDigit)) {
            return null;
        }
        boolean more = dot >= 0 && duration.substring(dot + 1, end).chars().anyMatch(digit -> digit != '0');
        return Math.min(MAX_DELAY, Long.parseLong(whole) + (more ? 1 : 0));
    }

    /**
     * The error that OpenRouter repeats of the provider behind it, as an object or as text; its own says only that there is
     * one. The body as it is if there is none.
     */
    private static String repeated(String body) {
        try {
            if (!(JsonTree.object(withoutList(body.strip())).get("error") instanceof JsonObject error)
                    || !(error.get("metadata") instanceof JsonObject metadata)) {
                return body;
            }
            if (metadata.get("raw") instanceof JsonObject raw) {
                return JsonTree.text(raw);
            }
            String raw = JsonText.string(metadata, "raw").strip();
            if (raw.isEmpty() || raw.startsWith("<")) {
                return body;
            }
            return isObject(raw)
                    ? raw
                    : JsonTree.text(JsonTree.newObject().add("error", raw).build());
        } catch (JsonException e) {
            return body;
        }
    }

    private static boolean isObject(String text) {
        try {
            return !JsonTree.object(withoutList(text)).isEmpty();
        } catch (JsonException e) {
            return false;
        }
    }

    /** What an error says itself, without what it repeats of the request. */
    private static String words(String body) {
        StringBuilder words = new StringBuilder();
        try {
            JsonObject all = JsonTree.object(withoutList(body.strip()));
            for (String key : List.of("error", "message", "detail", "type", "code")) {
                add(all.get(key), words);
            }
        } catch (JsonException e) {
            // A page of a proxy in between.
            return "";
        }
        return words.toString();
    }

    private static void add(@Nullable JsonValue value, StringBuilder words) {
        if (value instanceof JsonString text) {
            words.append(text.getString()).append('\n');
        } else if (value instanceof JsonObject error) {
            for (String key : List.of("message", "type", "code", "status", "param", "msg")) {
                if (error.get(key) instanceof JsonString text) {
                    words.append(text.getString()).append('\n');
                }
            }
            if (error.get("loc") instanceof JsonArray place) {
                words.append(place).append('\n');
            }
        } else if (value instanceof JsonArray several) {
            several.forEach(each -> add(each, words));
        }
    }

    /** The provider's message; empty if there is none, as in a page of HTML. */
    private static String message(String body) {
        try {
            JsonObject all = JsonTree.object(withoutList(body.strip()));
            for (String key : List.of("error", "message", "detail")) {
                JsonValue value = all.get(key);
                if (value instanceof JsonObject error && error.get("message") instanceof JsonString message) {
                    return message.getString();
                }
                if (value instanceof JsonString message) {
                    return message.getString();
                }
            }
            // FastAPI's list of what is wrong, and the like.
            return all.containsKey("detail") ? JsonTree.text(all.get("detail")) : "";
        } catch (JsonException e) {
            return "";
        }
    }

    /** The error inside of a list of one, in which Google's API for OpenAI's clients puts it. */
    private static String withoutList(String body) {
        return body.startsWith("[") && body.endsWith("]") ? body.substring(1, body.length() - 1) : body;
    }
}
