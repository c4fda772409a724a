package dev.ccproxy.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageError;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Makes of an error of OpenAI's API ("Error codes") the one that makes a client of the Messages API do the right thing. */
final class OpenAiErrors {

    private static final String FILE = "errors.txt";
    private static final List<Row> ROWS = rows();
    private static final String TOO_LONG = "prompt_too_long";

    private record Row(List<String> words, String refused) {}

    private OpenAiErrors() {}

    static MessageError read(int status, String body) {
        String message = message(body);
        if (status == 400 || status == 413 || status == 422) {
            String error = body.toLowerCase(Locale.ROOT);
            for (Row row : ROWS) {
                if (row.words().stream().allMatch(error::contains)) {
                    return MessageError.of(
                            400,
                            row.refused().equals(TOO_LONG)
                                    ? Overflow.message(message)
                                    : "capability_rejected: " + row.refused());
                }
            }
        }
        String told = message.isEmpty() ? "The provider responded with status " + status : message;
        return MessageError.of(
                switch (status) {
                    // Clients look at neither.
                    case 409, 422 -> 400;
                    case 408 -> 504;
                    case 503 -> 529;
                    default -> status;
                },
                told);
    }

    /** The provider's message; empty if there is none, as in a page of HTML. */
    private static String message(String body) {
        try {
            JsonObject all = JsonTree.object(body);
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

    private static List<Row> rows() {
        try (InputStream in = Objects.requireNonNull(OpenAiErrors.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(cells -> new Row(
                            Arrays.stream(cells[0].split(",", -1))
                                    .map(String::strip)
                                    .toList(),
                            cells[1].strip()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
