package dev.ccproxy.openai;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageWriter;
import dev.ccproxy.messages.Turn;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.Set;

/**
 * A last message that is the assistant's, with which the model goes on ("Prefill Claude's response"). Most providers must be
 * told, or the model begins another message.
 *
 * @param request in which they are told
 * @param repeated what the response may begin with, because it is in the request; empty if it never does
 */
record Prefill(JsonObject request, String repeated) {

    /** Of a request without what only some providers take. */
    static Prefill of(JsonObject request, Quirks quirks, Set<String> losses) {
        JsonArray messages = request.getJsonArray("messages");
        JsonObject last =
                messages.isEmpty() ? JsonObject.EMPTY_JSON_OBJECT : messages.getJsonObject(messages.size() - 1);
        if (!last.getString("role", "").equals("assistant")) {
            return new Prefill(request, "");
        }
        return switch (quirks.prefill()) {
            case "none" -> throw Turn.refusePrefill();
            case "plain" -> new Prefill(request, "");
            case "continue" -> {
                // As vLLM and SGLang are told. Whoever knows neither field may begin another message.
                losses.add("messages.prefill");
                yield new Prefill(
                        JsonTree.newObject(request)
                                .add("continue_final_message", true)
                                .add("add_generation_prompt", false)
                                .build(),
                        "");
            }
            default ->
                new Prefill(
                        JsonTree.newObject(request)
                                .add(
                                        "messages",
                                        JsonTree.newArray(messages)
                                                .set(
                                                        messages.size() - 1,
                                                        JsonTree.newObject(last).add(quirks.prefill(), true)))
                                .build(),
                        quirks.prefillRepeated() ? last.getString("content", "") : "");
        };
    }

    /** A message that has nothing twice. */
    MessageWriter before(MessageWriter message) {
        return repeated.isEmpty() ? message : new Unrepeated(repeated, message);
    }
}
