package dev.ccproxy.gemini;

import dev.ccproxy.messages.InvalidMessageException;
import dev.ccproxy.messages.MessageErrorException;
import dev.ccproxy.messages.MessageWriter;
import dev.ccproxy.messages.ResponseContext;
import dev.ccproxy.messages.ResponseReader;
import dev.ccproxy.messages.StopReason;
import dev.ccproxy.messages.StreamChunk;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.sse.Event;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Reads a stream: each event is a response with the parts that have come since the one before. Only its end is the end. */
final class GeminiStream implements ResponseReader {

    private final MessageWriter message;
    private final PartReader parts;
    private GeminiUsage usage = GeminiUsage.UNKNOWN;
    private @Nullable StopReason reason;
    private boolean ended;

    GeminiStream(ResponseContext context, MessageWriter message) {
        this.message = message;
        parts = new PartReader(context, message);
    }

    @Override
    public void read(Event event) throws InvalidMessageException, MessageErrorException {
        if (ended) {
            return;
        }
        read(StreamChunk.read(event));
        if (message.stopped() && usage.usage().outputTokens() != null) {
            // What the model says from here on costs money and nobody reads it. Each response has the usage so far, so
            // none
            // of that is lost with the rest of the stream.
            reason = StopReason.STOP_SEQUENCE;
            end();
        }
    }

    @Override
    public void readWhole(JsonObject response) throws InvalidMessageException {
        read(response);
        if (GeminiResponse.candidate(response) == null && reason == null) {
            throw new InvalidMessageException("sent no candidates");
        }
        end();
    }

    /** A whole response, or one of several. */
    private void read(JsonObject response) throws InvalidMessageException {
        usage = usage.with(response);
        JsonObject candidate = GeminiResponse.candidate(response);
        if (candidate == null) {
            reason = GeminiResponse.isBlocked(response) ? StopReason.REFUSAL : reason;
            return;
        }
        if (candidate.get("content") instanceof JsonObject content && content.get("parts") instanceof JsonArray all) {
            for (JsonValue part : all) {
                if (part instanceof JsonObject object) {
                    parts.read(object);
                }
            }
        }
        StopReason told = GeminiResponse.reason(candidate);
        reason = told == null ? reason : told;
    }

    @Override
    public void end() throws InvalidMessageException {
        if (ended || reason == null) {
            return;
        }
        ended = true;
        parts.end();
        message.end(reason, null, usage.usage());
    }

    @Override
    public Usage usage() {
        return usage.usage();
    }
}
