package dev.ccproxy.openai;

import dev.ccproxy.messages.InvalidMessageException;
import dev.ccproxy.messages.MessageErrorException;
import dev.ccproxy.messages.MessageWriter;
import dev.ccproxy.messages.ResponseContext;
import dev.ccproxy.messages.ResponseReader;
import dev.ccproxy.messages.Signature;
import dev.ccproxy.messages.StopReason;
import dev.ccproxy.messages.StreamChunk;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.sse.Event;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream ("The chat completion chunk object"), with all that servers are known to leave out, repeat or add.
 *
 * <p>A stop sequence that is found here does not end it: the usage comes last, and without it nobody would know what the input has
 * cost, which is most of the money. What the model says in vain is bounded by {@code max_tokens}.
 */
final class OpenAiStream implements ResponseReader {

    private static final String DONE = "[DONE]";

    /** Reasons to end that are failures of the provider's: OpenRouter's, vLLM's, DeepSeek's and Z.ai's. */
    private static final Set<String> FAILED = Set.of("error", "abort", "insufficient_system_resource", "network_error");

    /** Of Google's API for OpenAI's clients: "function_call_filter: MALFORMED_FUNCTION_CALL". */
    private static final String UNREADABLE_CALL = "function_call_filter";

    private final ResponseContext context;
    private final MessageWriter message;
    private final OpenAiCalls calls;
    private OpenAiUsage usage = OpenAiUsage.UNKNOWN;
    private @Nullable StopReason reason;
    private @Nullable String stopSequence;
    private boolean refused;
    private boolean thinking;
    private boolean ended;

    OpenAiStream(ResponseContext context, MessageWriter message) {
        this.context = context;
        this.message = message;
        calls = new OpenAiCalls(context, message);
    }

    @Override
    public void read(Event event) throws InvalidMessageException, MessageErrorException {
        if (ended) {
            return;
        }
        if (event.data().strip().equals(DONE)) {
            end();
            return;
        }
        JsonObject chunk = StreamChunk.read(event);
        usage = usage.with(chunk);
        if (chunk.get("choices") instanceof JsonArray choices
                && !choices.isEmpty()
                && choices.get(0) instanceof JsonObject choice) {
            if (choice.get("delta") instanceof JsonObject delta) {
                said(delta);
            }
            finish(choice);
        }
    }

    @Override
    public void readWhole(JsonObject response) throws InvalidMessageException, MessageErrorException {
        usage = usage.with(response);
        if (!(response.get("choices") instanceof JsonArray choices)
                || choices.isEmpty()
                || !(choices.get(0) instanceof JsonObject choice)
                || !(choice.get("message") instanceof JsonObject said)) {
            throw new InvalidMessageException("sent no choices with a message");
        }
        said(said);
        finish(choice);
        end();
    }

    /** A delta, or a whole message. */
    private void said(JsonObject said) {
        if (said.containsKey("role")) {
            message.begin();
        }
        think(reasoning(said));
        speak(OpenAiResponse.text(said.get("content")));
        String refusal = OpenAiResponse.text(said.get("refusal"));
        refused |= !refusal.isEmpty();
        speak(refusal);
        if (said.get("tool_calls") instanceof JsonArray all) {
            if (!all.isEmpty()) {
                endThinking();
                calls.read(all);
            }
        }
        if (said.get("function_call") instanceof JsonObject function) {
            endThinking();
            calls.function(function);
        }
    }

    /** In whichever of the fields that servers have for it; one that is in two of them is there once. */
    private static String reasoning(JsonObject said) {
        for (String key : new String[] {"reasoning_content", "reasoning", "thinking"}) {
            String text = OpenAiResponse.text(said.get(key));
            if (!text.isEmpty()) {
                return text;
            }
        }
        String details = OpenAiResponse.text(said.get("reasoning_details"));
        return details.isEmpty() ? OpenAiResponse.thinking(said.get("content")) : details;
    }

    private void think(String piece) {
        if (!piece.isEmpty()) {
            thinking = true;
            message.thinking(piece);
        }
    }

    private void speak(String piece) {
        if (!piece.isEmpty()) {
            endThinking();
            message.text(piece);
        }
    }

    private void endThinking() {
        if (thinking) {
            thinking = false;
            message.signature(Signature.of(context.origin(), ""));
        }
    }

    private void finish(JsonObject choice) throws InvalidMessageException, MessageErrorException {
        // OpenRouter's.
        StreamChunk.refuseError(choice);
        String finish = choice.getString("finish_reason", "");
        if (FAILED.contains(finish) || finish.startsWith(UNREADABLE_CALL)) {
            throw new InvalidMessageException("ended its response with finish_reason " + finish);
        }
        StopReason told = OpenAiResponse.reason(choice);
        if (told != null) {
            reason = told;
            String sequence = OpenAiResponse.stopSequence(choice);
            // A server may tell the model's own end in the same field.
            stopSequence = sequence != null && context.asked().contains(sequence) ? sequence : null;
        }
    }

    @Override
    public void end() throws InvalidMessageException {
        if (ended || reason == null) {
            return;
        }
        ended = true;
        calls.end();
        endThinking();
        if (refused && reason == StopReason.END_TURN) {
            message.end(StopReason.REFUSAL, null, usage.usage());
        } else if (stopSequence != null && reason == StopReason.END_TURN) {
            message.end(StopReason.STOP_SEQUENCE, stopSequence, usage.usage());
        } else {
            message.end(reason, null, usage.usage());
        }
    }

    @Override
    public long held() {
        return calls.held();
    }

    @Override
    public Usage usage() {
        return usage.usage();
    }
}
