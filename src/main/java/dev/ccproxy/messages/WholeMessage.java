package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.messages.Block.Kind;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a message that is not streamed, as one JSON object. */
public final class WholeMessage implements MessageWriter {

    private final String id;
    private final String model;
    private final long estimatedInput;
    private final Blocks blocks = new Blocks();
    private String json = "";

    /**
     * A message that has nothing yet.
     *
     * @param id of the message
     * @param model as the client has asked for it
     * @param estimatedInput how many tokens the request may have, if the provider does not tell
     */
    public WholeMessage(String id, String model, long estimatedInput) {
        this.id = id;
        this.model = model;
        this.estimatedInput = estimatedInput;
    }

    /** The message, once it has ended. */
    public byte[] json() {
        return json.getBytes(UTF_8);
    }

    @Override
    public void begin() {
        // It is written when it is complete.
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
        }
    }

    @Override
    public void signature(String signature) {
        blocks.sign(signature);
    }

    @Override
    public void toolUse(int call, String callId, String name) {
        blocks.toolUse(call, callId, name);
    }

    @Override
    public void toolInput(int call, String piece) {
        Block block = blocks.call(call);
        if (block != null) {
            blocks.append(block, piece);
        }
    }

    @Override
    public long held() {
        return blocks.held();
    }

    @Override
    public void end(StopReason reason, @Nullable String stopSequence, Usage usage) throws InvalidMessageException {
        BlockKinds kinds = new BlockKinds();
        for (Block block : blocks.all()) {
            if (block.kind() == Kind.TOOL_USE && !reason.cuts() && !block.hasInput()) {
                throw new InvalidMessageException("called a tool with an input that is no JSON object");
            }
            kinds.add(block.kind());
        }
        // There is no block for half an input; the reason says that something is missing.
        blocks.all().removeIf(block -> block.kind() == Kind.TOOL_USE && !block.hasInput());
        json = "{\"id\":" + JsonTree.quote(id) + ",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                + JsonTree.quote(model) + ",\"content\":"
                + blocks.all().stream().map(Block::json).collect(Collectors.joining(",", "[", "]"))
                + ",\"stop_reason\":\"" + kinds.reason(reason) + "\",\"stop_sequence\":"
                + (stopSequence == null ? "null" : JsonTree.quote(stopSequence)) + ",\"usage\":"
                + usage.orInput(estimatedInput).json() + "}";
    }

    @Override
    public boolean ended() {
        return !json.isEmpty();
    }
}
