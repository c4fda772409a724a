package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.messages.Block.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a message that is not streamed, as one JSON object. */
public final class WholeMessage implements MessageWriter {

    private final String id;
    private final String model;
    private final long estimatedInput;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<Integer, Block> calls = new HashMap<>();
    private long held;
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
        if (!piece.isEmpty()) {
            append(last(Kind.TEXT), piece);
        }
    }

    @Override
    public void thinking(String piece) {
        if (!piece.isEmpty()) {
            append(last(Kind.THINKING), piece);
        }
    }

    @Override
    public void signature(String signature) {
        Block last = last(Kind.THINKING);
        held -= last.held();
        last.sign(signature);
        held += last.held();
    }

    private Block last(Kind kind) {
        Block last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
        if (last == null || last.kind() != kind) {
            last = Block.of(kind);
            add(last);
        }
        return last;
    }

    @Override
    public void toolUse(int call, String callId, String name) {
        Block block = Block.toolUse(callId, name);
        calls.put(call, block);
        add(block);
    }

    @Override
    public void toolInput(int call, String piece) {
        Block block = calls.get(call);
        if (block != null) {
            append(block, piece);
        }
    }

    private void add(Block block) {
        held += block.held();
        blocks.add(block);
    }

    private void append(Block block, String piece) {
        held -= block.held();
        block.append(piece);
        held += block.held();
    }

    @Override
    public long held() {
        return held;
    }

    @Override
    public void end(StopReason reason, @Nullable String stopSequence, Usage usage) throws InvalidMessageException {
        BlockKinds kinds = new BlockKinds();
        for (Block block : blocks) {
            if (block.kind() == Kind.TOOL_USE && reason != StopReason.MAX_TOKENS && !block.hasInput()) {
                throw new InvalidMessageException("called a tool with an input that is no JSON object");
            }
            kinds.add(block.kind());
        }
        // There is no block for half an input; the reason says that something is missing.
        blocks.removeIf(block -> block.kind() == Kind.TOOL_USE && !block.hasInput());
        json = "{\"id\":" + JsonTree.quote(id) + ",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                + JsonTree.quote(model) + ",\"content\":"
                + blocks.stream().map(Block::json).collect(Collectors.joining(",", "[", "]"))
                + ",\"stop_reason\":\"" + kinds.reason(reason) + "\",\"stop_sequence\":"
                + (stopSequence == null ? "null" : JsonTree.quote(stopSequence)) + ",\"usage\":"
                + usage.orInput(estimatedInput).json() + "}";
    }

    @Override
    public boolean ended() {
        return !json.isEmpty();
    }
}
