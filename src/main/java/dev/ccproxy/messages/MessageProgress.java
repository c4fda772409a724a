package dev.ccproxy.messages;

import dev.ccproxy.sse.Event;
import dev.ccproxy.sse.EventParser;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a message has come: its usage, and how it ended. Reads a copy of what passes, and passes over what it does not
 * understand; it never throws, so that it cannot disturb what passes.
 */
public final class MessageProgress {

    /** An event that is larger is not looked at: of those that are read, none comes near it. */
    private static final int MAX_EVENT_BYTES = 1024 * 1024;

    /** The events whose data is read. */
    private static final Set<String> WITH_DATA = Set.of("message_start", "message_delta", "error");

    private static final byte[] BLANK_LINE = {'\n', '\n'};

    private final EventParser parser = new EventParser(MAX_EVENT_BYTES, WITH_DATA, this::read);
    private Usage usage = Usage.UNKNOWN;
    private boolean outputTold;
    private long events;
    private long bytes;
    private boolean begun;
    private boolean started;
    private boolean complete;
    private @Nullable String error;
    private @Nullable String refusal;

    /**
     * The next piece of a streamed message.
     *
     * @return how many bytes of the piece come before the place where the next event begins; 0 if an event is under way
     *     that began before this piece
     */
    public int stream(byte[] bytes, int offset, int length) {
        this.bytes += length;
        return parser.feed(bytes, offset, length);
    }

    /** The end of a streamed message: an event that lacks its blank line counts. */
    public void endOfStream() {
        int unused = parser.feed(BLANK_LINE, 0, BLANK_LINE.length);
    }

    /** A message that was not streamed. */
    public void whole(byte[] json) {
        TopLevel message = TopLevel.scan(json, Set.of("usage"));
        begun = true;
        bytes = json.length;
        complete = message.isWhole();
        readFinalUsage(message.object("usage"));
    }

    private void read(Event event) {
        String type = event.type().equals(Event.DEFAULT_TYPE)
                ? JsonText.string(JsonText.object(event.data()), "type")
                : event.type();
        if (type.equals("ping")) {
            return;
        }
        events++;
        switch (type) {
            case "message_start" -> {
                started = true;
                JsonObject start = JsonText.object(event.data());
                readUsage(
                        start != null && start.get("message") instanceof JsonObject message
                                ? message.get("usage")
                                : null);
            }
            case "message_delta" -> {
                JsonObject delta = JsonText.object(event.data());
                readFinalUsage(delta == null ? null : delta.get("usage"));
            }
            case "message_stop" -> complete = true;
            case "error" -> {
                error = event.data();
                refusal = begun ? null : error;
            }
            default -> {}
        }
        begun = true;
    }

    /** What the message came to; at its start, the output is what it has by then. */
    private void readFinalUsage(@Nullable JsonValue later) {
        readUsage(later);
        outputTold |= later instanceof JsonObject object && Usage.number(object, "output_tokens", null) != null;
    }

    private void readUsage(@Nullable JsonValue later) {
        if (later instanceof JsonObject object) {
            usage = usage.with(object);
        }
    }

    /** The tokens, as far as the provider has told them. */
    public Usage usage() {
        return usage;
    }

    /** About how many tokens of the output have come that the provider has not told; 0 if it has told them. */
    public long untoldOutputTokens() {
        Long told = usage.outputTokens();
        return outputTold || !begun ? 0 : Math.max(0, OutputEstimate.tokens(events, bytes) - (told == null ? 0 : told));
    }

    /** Whether anything of the message has come: an event that is no ping. */
    public boolean begun() {
        return begun;
    }

    /** Whether the message came to the end that its format has: {@code message_stop}, or a whole JSON object. */
    public boolean complete() {
        return complete;
    }

    /**
     * Whether the stream ended before its message did. A stream in which no {@code message_start} was recognised may be of a
     * format that is newer than this program.
     */
    public boolean cutShort() {
        return started && !complete && error == null;
    }

    /** The {@code error} event with which the provider ended the stream, as JSON; null if there was none. */
    public @Nullable String error() {
        return error;
    }

    /** The same if no other event came before it but pings. */
    public @Nullable String refusal() {
        return refusal;
    }
}
