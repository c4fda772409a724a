package dev.ccproxy.openai;

import dev.ccproxy.messages.ImageSize;
import dev.ccproxy.messages.JsonTree;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * How many tokens a request for chat completions has as input: rather too many than too few. What a model's template adds
 * is data in {@code quirks.txt}.
 */
final class OpenAiTokens {

    /** What begins and ends a message. */
    private static final int MESSAGE = 3;

    /** What is around a call, and around each of several at once. */
    private static final int CALL = 9;

    private static final int PARALLEL_CALL = 16;

    /** What is around the schema of the output. */
    private static final int SCHEMA = 8;

    /** A page of a document has its text, and an image of it. */
    private static final int PAGE = 1500;

    /** Of the base64 of a document, a page takes so many characters at least. */
    private static final int PAGE_LENGTH = 64 * 1024;

    private static final String DATA = ";base64,";

    private final Quirks quirks;
    private long tokens;

    /** Those of the texts, in OpenAI's encoding. */
    private long texts;

    private OpenAiTokens(Quirks quirks) {
        this.quirks = quirks;
        tokens = quirks.requestTokens();
    }

    static long of(JsonObject request, Quirks quirks) {
        OpenAiTokens count = new OpenAiTokens(quirks);
        request.getJsonArray("messages").forEach(message -> count.message(message.asJsonObject()));
        if (request.get("tools") instanceof JsonArray tools) {
            count.tools(tools);
        }
        if (request.get("response_format") instanceof JsonObject format) {
            count.tokens += SCHEMA;
            count.text(JsonTree.text(format.getJsonObject("json_schema").getJsonObject("schema")));
        }
        return count.tokens + percent(count.texts, quirks.textPercent());
    }

    private void text(String text) {
        texts += Tokenizer.count(text);
    }

    private static long percent(long tokens, int percent) {
        return (tokens * percent + 99) / 100;
    }

    private void message(JsonObject message) {
        tokens += MESSAGE;
        boolean result = message.getString("role").equals("tool");
        for (Map.Entry<String, JsonValue> entry : message.entrySet()) {
            switch (entry.getKey()) {
                case "tool_calls" -> calls(entry.getValue().asJsonArray());
                // A model is not shown it, or as something short.
                case "tool_call_id" -> {}
                default -> said(entry.getValue(), result);
            }
        }
    }

    /** @param quoted whether a model is shown a text with its line ends escaped, as it is shown results */
    private void said(JsonValue said, boolean quoted) {
        if (said instanceof JsonString text) {
            text(quoted ? JsonTree.text(text) : text.getString());
        } else if (said instanceof JsonArray parts) {
            parts.forEach(part -> part(part.asJsonObject()));
        }
    }

    private void calls(JsonArray calls) {
        tokens += (long) calls.size() * (calls.size() == 1 ? CALL : PARALLEL_CALL);
        for (JsonValue call : calls) {
            JsonObject function = call.asJsonObject().getJsonObject("function");
            text(function.getString("name"));
            text(function.getString("arguments"));
        }
    }

    private void part(JsonObject part) {
        switch (part.getString("type")) {
            case "image_url" -> {
                String data = data(part.getJsonObject("image_url").getString("url"));
                tokens += quirks.image().of(data.isEmpty() ? null : ImageSize.of(data));
            }
            case "file" -> {
                JsonObject file = part.getJsonObject("file");
                text(file.getString("filename"));
                tokens += (long) PAGE * (1 + file.getString("file_data").length() / PAGE_LENGTH);
            }
            default -> text(part.getString("text"));
        }
    }

    /** The base64 in a data URL; empty for any other. */
    private static String data(String url) {
        int data = url.startsWith("data:") ? url.indexOf(DATA) : -1;
        return data < 0 ? "" : url.substring(data + DATA.length());
    }

    private void tools(JsonArray tools) {
        String text = quirks.toolsAsTypes() ? FunctionText.of(tools) : JsonTree.text(tools);
        tokens += quirks.toolsTokens() + percent(Tokenizer.count(text), quirks.toolsPercent());
    }
}
