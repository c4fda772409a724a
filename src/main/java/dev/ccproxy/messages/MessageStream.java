package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.messages.Block.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message as the events of a stream, and alone owns their order ("Streaming Messages"): {@code message_start}, then
 * one block after another with indexes without gaps, {@code message_delta}, {@code message_stop}. What belongs to a later
 * block waits until the one before it is complete.
 */
public final class MessageStream implements MessageWriter {

    private final String id;
    private final String model;
    private final long estimatedInput;

    /** The first one is open, if it has been opened; the others wait. */
    private final Blocks blocks = new Blocks();

    private final BlockKinds kinds = new BlockKinds();
    private StringBuilder events = new StringBuilder();
    private int index;
    private boolean open;
    private boolean begun;
    private boolean ended;

    /** The input of a call is no JSON object. */
    private boolean invalid;

    /**
     * A stream of which nothing has been written.
     *
     * @param id of the message
     * @param model as the client has asked for it
     * @param estimatedInput how many tokens the request may have; the end says how many it had
     */
    public MessageStream(String id, String model, long estimatedInput) {
        this.id = id;
        this.model = model;
        this.estimatedInput = estimatedInput;
    }

    /** The events that have come since this was asked the last time, whole ones. */
    public byte[] take() {
        byte[] taken = events.toString().getBytes(UTF_8);
        events = new StringBuilder();
        return taken;
    }

    /** Whether something of the message has been written. */
    public boolean begun() {
        return begun;
    }

    @Override
    public void text(String piece) {
        append(Kind.TEXT, piece);
    }

    @Override
    public void thinking(String piece) {
        append(Kind.THINKING, piece);
    }

    private void append(Kind kind, String piece) {
        if (!piece.isEmpty()) {
            blocks.append(kind, piece);
            advance();
        }
    }

    @Override
    public void signature(String signature) {
        blocks.sign(signature);
        advance();
    }

    @Override
    public void toolUse(int call, String callId, String name) {
        blocks.toolUse(call, callId, name);
        advance();
    }

    @Override
    public void toolInput(int call, String piece) {
        Block block = blocks.call(call);
        if (block != null) {
            // What is closed has had its input.
            invalid |= block.isClosed() && !piece.isBlank();
            blocks.append(block, piece);
            advance();
        }
    }

    @Override
    public long held() {
        return blocks.held();
    }

    @Override
    public void end(StopReason reason, @Nullable String stopSequence, Usage usage) throws InvalidMessageException {
        for (Block block : blocks.all()) {
            invalid |= block.kind() == Kind.TOOL_USE && !reason.cuts() && !block.hasInput();
        }
        if (invalid) {
            throw new InvalidMessageException("called a tool with an input that is no JSON object");
        }
        while (!blocks.all().isEmpty()) {
            tell(blocks.all().getFirst());
            closeFirst();
        }
        begin();
        StopReason why = kinds.reason(reason);
        event(
                "message_delta",
                "\"delta\":{\"stop_reason\":\"" + why + "\",\"stop_sequence\":"
                        + (stopSequence == null ? "null" : JsonTree.quote(stopSequence)) + "},\"usage\":"
                        + usage.orInput(estimatedInput).json());
        event("message_stop", "");
        ended = true;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** Writes what can be written now. */
    private void advance() {
        while (!invalid && !blocks.all().isEmpty()) {
            Block first = blocks.all().getFirst();
            tell(first);
            if (blocks.all().size() == 1 || !first.isComplete()) {
                return;
            }
            // Nothing follows such a block, and it never ends.
            invalid = first.kind() == Kind.TOOL_USE && !first.hasInput();
            if (!invalid) {
                closeFirst();
            }
        }
    }

    private void tell(Block block) {
        begin();
        if (!open) {
            open = true;
            kinds.add(block.kind());
            event("content_block_start", "\"index\":" + index + ",\"content_block\":" + block.start());
        }
        delta(block, blocks.untold(block));
    }

    private void closeFirst() {
        Block block = blocks.removeFirst();
        if (block.kind() == Kind.TOOL_USE && !block.isTold()) {
            delta(block, "{}");
        }
        if (!block.signature().isEmpty()) {
            event(
                    "content_block_delta",
                    "\"index\":" + index + ",\"delta\":{\"type\":\"signature_delta\",\"signature\":"
                            + JsonTree.quote(block.signature()) + "}");
        }
        event("content_block_stop", "\"index\":" + index);
        open = false;
        index++;
    }

    private void delta(Block block, String piece) {
        if (!piece.isEmpty()) {
            event("content_block_delta", "\"index\":" + index + ",\"delta\":" + block.delta(piece));
        }
    }

    @Override
    public void begin() {
        if (!begun) {
            begun = true;
            event(
                    "message_start",
                    "\"message\":{\"id\":" + JsonTree.quote(id)
                            + ",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                            + JsonTree.quote(model)
                            + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
                            + Usage.UNKNOWN.orInput(estimatedInput).json() + "}");
        }
    }

    private void event(String type, String fields) {
        events.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append('"');
        events.append(fields.isEmpty() ? "" : ",").append(fields).append("}\n\n");
    }
}
