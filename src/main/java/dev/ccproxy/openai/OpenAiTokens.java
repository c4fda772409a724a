package dev.ccproxy.openai;

import dev.ccproxy.messages.ImageSize;
import dev.ccproxy.messages.JsonTree;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;

/** How many tokens a request for chat completions has as input: rather too many than too few. */
final class OpenAiTokens {

    /** What begins and ends a message, with its role. */
    private static final int MESSAGE = 4;

    /** What begins the response. */
    private static final int RESPONSE = 3;

    /** What is around a call. */
    private static final int CALL = 8;

    /** What is around all functions. */
    private static final int FUNCTIONS = 8;

    /** A page of a document has its text, and an image of it. */
    private static final int PAGE = 2500;

    /** A page of a document takes so many bytes at least. */
    private static final int PAGE_BYTES = 4096;

    private static final String DATA = ";base64,";

    private final Quirks quirks;

    /** Of the texts, whose number depends on the model's encoding. */
    private long texts;

    private long others;

    private OpenAiTokens(Quirks quirks) {
        this.quirks = quirks;
    }

    static long of(JsonObject request, Quirks quirks) {
        OpenAiTokens tokens = new OpenAiTokens(quirks);
        tokens.others += RESPONSE;
        request.getJsonArray("messages").forEach(message -> tokens.message(message.asJsonObject()));
        if (request.get("tools") instanceof JsonArray functions) {
            tokens.functions(functions);
        }
        if (request.get("response_format") instanceof JsonObject format) {
            tokens.text(JsonTree.text(format));
        }
        return tokens.others + (tokens.texts * (100 + quirks.moreTokens()) + 99) / 100;
    }

    private void text(String text) {
        texts += Tokenizer.count(text);
    }

    private void message(JsonObject message) {
        others += MESSAGE;
        for (Map.Entry<String, JsonValue> entry : message.entrySet()) {
            if (entry.getValue() instanceof JsonString said) {
                // With the role, and the id of a call, which some chat templates show to the model.
                text(said.getString());
            } else if (entry.getKey().equals("tool_calls")) {
                entry.getValue().asJsonArray().forEach(call -> call(call.asJsonObject()));
            } else if (entry.getValue() instanceof JsonArray parts) {
                parts.forEach(part -> part(part.asJsonObject()));
            }
        }
    }

    private void call(JsonObject call) {
        others += CALL;
        text(call.getString("id"));
        text(call.getJsonObject("function").getString("name"));
        text(call.getJsonObject("function").getString("arguments"));
    }

    private void part(JsonObject part) {
        switch (part.getString("type")) {
            case "image_url" -> {
                String url = part.getJsonObject("image_url").getString("url");
                int data = url.startsWith("data:") ? url.indexOf(DATA) : -1;
                others += quirks.image().of(data < 0 ? null : ImageSize.of(url.substring(data + DATA.length())));
            }
            case "file" -> {
                JsonObject file = part.getJsonObject("file");
                text(file.getString("filename"));
                others += (long) PAGE * (1 + file.getString("file_data").length() / PAGE_BYTES);
            }
            default -> text(part.getString("text"));
        }
    }

    private void functions(JsonArray functions) {
        others += FUNCTIONS;
        text(quirks.functionTypes() ? FunctionText.of(functions) : JsonTree.text(functions));
    }
}
