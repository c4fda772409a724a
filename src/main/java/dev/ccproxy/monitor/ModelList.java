package dev.ccproxy.monitor;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.util.Map;

/**
 * A provider's list of models: a JSON object with {@code data} (OpenAI, Anthropic) or {@code models} (Gemini), which is an
 * array, or null if there are no models (Ollama).
 */
final class ModelList {

    /** Kept, because {@code Json.createParser} looks for the server's JSON library anew at each call. */
    private static final JsonParserFactory JSON = Json.createParserFactory(Map.of());

    private ModelList() {}

    /** Whether a body is such a list; of a body that is not complete, what was read counts. */
    static boolean isIn(Body body) {
        boolean found = false;
        try (JsonParser parser = JSON.createParser(body.stream())) {
            if (parser.next() != Event.START_OBJECT) {
                return false;
            }
            // Without skipArray and skipObject, which never return if the body ends inside (Parsson 1.1.7).
            String key = "";
            for (int depth = 1; depth > 0; ) {
                Event event = parser.next();
                if (event == Event.KEY_NAME) {
                    key = parser.getString();
                    continue;
                }
                boolean isListed = depth == 1 && (event == Event.START_ARRAY || event == Event.VALUE_NULL);
                found |= isListed && (key.equals("data") || key.equals("models"));
                switch (event) {
                    case START_ARRAY, START_OBJECT -> depth++;
                    case END_ARRAY, END_OBJECT -> depth--;
                    default -> {}
                }
            }
            return found && !parser.hasNext();
        } catch (RuntimeException e) {
            // Not JSON, cut off, or nested too deeply for the parser (Parsson throws a plain RuntimeException).
            return found && !body.isComplete();
        }
    }
}
