package dev.ccproxy.gemini;

import dev.ccproxy.messages.InvalidMessageException;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageWriter;
import dev.ccproxy.messages.ResponseContext;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Set;

/** Reads the parts of a response, one after another: texts, thoughts, calls and the signatures that they have. */
final class PartReader {

    /** Parts that have no counterpart; a message without them would be another one. */
    private static final Set<String> UNSAYABLE =
            Set.of("inlineData", "fileData", "executableCode", "codeExecutionResult");

    private final ResponseContext context;
    private final MessageWriter message;
    private int calls;
    private boolean thinking;
    private boolean speaking;

    /** That of the thinking so far; empty if it has none. */
    private String ownSignature = "";

    /** One that has come in a part of its own, before that which it belongs to; empty if there is none. */
    private String earlySignature = "";

    PartReader(ResponseContext context, MessageWriter message) {
        this.context = context;
        this.message = message;
    }

    /** The next one. */
    void read(JsonObject part) throws InvalidMessageException {
        String signature = part.getString("thoughtSignature", "");
        String text = part.getString("text", "");
        if (part.get("functionCall") instanceof JsonObject call) {
            call(call, signature);
        } else if (part.getBoolean("thought", false)) {
            think(text, signature);
        } else if (!text.isEmpty()) {
            speak(text, signature);
        } else if (part.keySet().stream().anyMatch(UNSAYABLE::contains)) {
            throw new InvalidMessageException("sent a part that a message cannot have: " + part.keySet());
        } else if (!signature.isEmpty()) {
            earlySignature = signature;
        }
    }

    private void think(String piece, String signature) {
        if (piece.isEmpty() && signature.isEmpty()) {
            return;
        }
        thinking = true;
        speaking = false;
        ownSignature = signature.isEmpty() ? ownSignature : signature;
        message.thinking(piece);
    }

    /**
     * A signature that comes when the text has begun is left out: a block after the text would take it, but then the message
     * no longer ends with what it says; and of a text it is not required (ai.google.dev/gemini-api/docs/thought-signatures).
     */
    private void speak(String piece, String signature) {
        if (!speaking) {
            endThinking(signature);
        }
        speaking = true;
        message.text(piece);
    }

    private void call(JsonObject call, String signature) throws InvalidMessageException {
        String name = call.getString("name", "");
        if (name.isEmpty()) {
            throw new InvalidMessageException("called a tool without a name");
        }
        endThinking(signature);
        speaking = false;
        int number = calls++;
        message.toolUse(
                number, context.id(call.getString("id", "")), context.names().original(name));
        JsonValue input = call.getOrDefault("args", JsonValue.NULL);
        message.toolInput(number, input == JsonValue.NULL ? "{}" : JsonTree.text(input));
    }

    /** Before something else, which may have a signature: it is with the thinking, or with an empty one. */
    private void endThinking(String signature) {
        String next = signature.isEmpty() ? earlySignature : signature;
        if (thinking || !next.isEmpty()) {
            message.signature(new ThoughtSignatures(ownSignature, next).signature(context.origin()));
        }
        thinking = false;
        ownSignature = "";
        earlySignature = "";
    }

    /** All have come. */
    void end() {
        if (thinking) {
            earlySignature = "";
            endThinking("");
        }
    }
}
