package dev.ccproxy.monitor;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;

/**
 * The list of models that providers give: a JSON object with {@code data} (OpenAI, Anthropic) or {@code models} (Gemini),
 * which is an array, or null where there is none (Ollama).
 */
final class ModelList {

    private ModelList() {}

    /** Whether a body is such a list, as far as it was read. */
    static boolean isIn(Body body) {
        boolean found = false;
        try (JsonParser parser = Json.createParser(body.stream())) {
            if (parser.next() != Event.START_OBJECT) {
                return false;
            }
            // Not by skipArray and skipObject, which never end where the body ends within (Parsson 1.1.7).
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
            // No JSON, or so deep that the parser refuses it (for which Parsson has no type of its own); or cut.
            return found && !body.isComplete();
        }
    }
}
