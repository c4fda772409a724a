package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.ObjectMappers;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.ccproxy.sse.Event;
import dev.ccproxy.sse.EventParser;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The order in which the events of a message come ("Streaming Messages"), and the message that they make. A message that is
 * complete is made by the Java SDK as well, which has rules of its own.
 */
public final class EventRules {

    private final JsonArrayBuilder content = JsonTree.newArray();
    private final StringBuilder text = new StringBuilder();
    private String signature = "";
    private JsonObject block = JsonValue.EMPTY_JSON_OBJECT;
    private int index;
    private boolean open;
    private boolean hasCall;
    private int stage;
    private JsonObject end = JsonValue.EMPTY_JSON_OBJECT;

    private EventRules() {}

    /** The content, and at the end {@code stop_reason}, {@code stop_sequence} and {@code usage}. */
    public static JsonObject message(byte[] stream) {
        List<Event> events = new ArrayList<>();
        EventParser parser = new EventParser(
                Integer.MAX_VALUE,
                Set.of(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop"),
                events::add);
        assertThat(parser.feed(stream, 0, stream.length))
                .as("ends between two events")
                .isEqualTo(stream.length);
        EventRules rules = new EventRules();
        events.forEach(rules::read);
        if (rules.stage == 3) {
            accumulate(events);
        }
        return rules.message();
    }

    private static void accumulate(List<Event> events) {
        MessageAccumulator message = MessageAccumulator.create();
        for (Event event : events) {
            try {
                message.accumulate(ObjectMappers.jsonMapper().readValue(event.data(), RawMessageStreamEvent.class));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(message.message().validate()).isNotNull();
    }

    private void read(Event event) {
        JsonObject data = JsonTree.object(event.data());
        assertThat(data.getString("type")).isEqualTo(event.type());
        switch (event.type()) {
            case "message_start" -> {
                assertThat(stage++).as("one message_start, and first").isEqualTo(0);
                begins(data.getJsonObject("message"));
            }
            case "content_block_start" -> {
                assertThat(stage).isEqualTo(1);
                assertThat(open).as("one block at a time").isFalse();
                assertThat(data.getInt("index")).isEqualTo(index);
                open = true;
                block = data.getJsonObject("content_block");
                hasCall |= block.getString("type").equals("tool_use");
                text.setLength(0);
                signature = "";
            }
            case "content_block_delta" -> delta(data);
            case "content_block_stop" -> stop(data);
            case "message_delta" -> {
                assertThat(stage++).as("one message_delta, before the end").isEqualTo(1);
                assertThat(open).isFalse();
                end = data;
            }
            default -> {
                assertThat(event.type()).isEqualTo("message_stop");
                assertThat(stage++).as("one message_stop, and last").isEqualTo(2);
            }
        }
    }

    /**
     * Everything that accumulators of SDKs read is there (https://github.com/SaladDay/cc-switch-cli/issues/322), and a number
     * of input tokens, which Claude Code shows at once (https://github.com/router-for-me/CLIProxyAPI/issues/1700).
     */
    private static void begins(JsonObject message) {
        assertThat(message.keySet())
                .containsExactlyInAnyOrder(
                        "id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage");
        assertThat(message.getJsonArray("content")).isEmpty();
        assertThat(message.getJsonObject("usage").getInt("input_tokens")).isPositive();
        assertThat(message.getJsonObject("usage").getInt("output_tokens")).isZero();
    }

    private void delta(JsonObject data) {
        assertThat(open).isTrue();
        assertThat(data.getInt("index")).isEqualTo(index);
        JsonObject delta = data.getJsonObject("delta");
        String type = delta.getString("type");
        assertThat(signature).as("nothing follows a signature").isEmpty();
        switch (block.getString("type")) {
            case "text" -> assertThat(type).isEqualTo("text_delta");
            case "thinking" -> assertThat(type).isIn("thinking_delta", "signature_delta");
            default -> assertThat(type).isEqualTo("input_json_delta");
        }
        if (type.equals("signature_delta")) {
            signature = delta.getString("signature");
        } else {
            text.append(delta.getString(
                    type.equals("input_json_delta")
                            ? "partial_json"
                            : type.equals("text_delta") ? "text" : "thinking"));
        }
    }

    private void stop(JsonObject data) {
        assertThat(open).isTrue();
        assertThat(data.getInt("index")).isEqualTo(index++);
        open = false;
        content.add(block(false));
    }

    private JsonValue block(boolean cut) {
        JsonObjectBuilder whole = JsonTree.newObject();
        block.forEach(whole::add);
        switch (block.getString("type")) {
            case "text" -> whole.add("text", text.toString());
            case "thinking" -> whole.add("thinking", text.toString()).add("signature", signature);
            default -> whole.add("input", cut ? JsonValue.NULL : JsonTree.object(text.toString()));
        }
        return whole.build();
    }

    private JsonObject message() {
        if (open) {
            content.add(block(true));
        }
        JsonObjectBuilder message = JsonTree.newObject().add("content", content);
        if (stage == 3) {
            JsonObject delta = end.getJsonObject("delta");
            String reason = delta.getString("stop_reason");
            assertThat(reason.equals("tool_use"))
                    .as("tool_use is the reason if and only if a tool is called")
                    .isEqualTo(hasCall
                            && !Set.of("max_tokens", "refusal", "model_context_window_exceeded", "stop_sequence")
                                    .contains(reason));
            delta.forEach(message::add);
            message.add("usage", end.get("usage"));
        }
        return message.build();
    }

    /** The events of a stream as one text. */
    public static String text(byte[] stream) {
        return new String(stream, UTF_8);
    }
}
