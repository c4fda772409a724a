package dev.ccproxy.messages;

import dev.ccproxy.messages.Block.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blocks of a message that is being written, in their order, and about how much memory they hold. */
final class Blocks {

    private final Deque<Block> blocks = new ArrayDeque<>();
    private final Map<Integer, Block> calls = new HashMap<>();
    private long held;

    /** Those that have not been removed. */
    Deque<Block> all() {
        return blocks;
    }

    /** More of the last block if it is of this kind, else of a new one. */
    void append(Kind kind, String piece) {
        append(last(kind), piece);
    }

    /** Signs the last block if it is thinking, else a new one. */
    void sign(String signature) {
        Block thinking = last(Kind.THINKING);
        held -= thinking.held();
        thinking.sign(signature);
        held += thinking.held();
    }

    private Block last(Kind kind) {
        Block last = blocks.peekLast();
        if (last == null || last.kind() != kind) {
            last = Block.of(kind);
            add(last);
        }
        return last;
    }

    /** Begins a call. */
    void toolUse(int call, String callId, String name) {
        Block block = Block.toolUse(callId, name);
        calls.put(call, block);
        add(block);
    }

    /** The block of a call, also if it has been removed; null if there was none. */
    @Nullable
    Block call(int call) {
        return calls.get(call);
    }

    private void add(Block block) {
        held += block.held();
        blocks.add(block);
    }

    /** More of a block. */
    void append(Block block, String piece) {
        held -= block.held();
        block.append(piece);
        held += block.held();
    }

    /** What has come for a block since this was asked the last time. */
    String untold(Block block) {
        held -= block.held();
        String piece = block.untold();
        held += block.held();
        return piece;
    }

    /** Removes the first one, which is told. Calls are remembered, so that what comes after their end is noticed. */
    Block removeFirst() {
        Block first = blocks.removeFirst();
        held -= first.held();
        first.close();
        held += first.kind() == Kind.TOOL_USE ? first.held() : 0;
        return first;
    }

    /** About how many bytes of memory they hold. */
    long held() {
        return held;
    }
}
