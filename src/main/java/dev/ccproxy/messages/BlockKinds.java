package dev.ccproxy.messages;

import dev.ccproxy.messages.Block.Kind;
import java.util.EnumSet;
import java.util.Set;

/** Which kinds of blocks a message has, and so which reasons it can have to end. */
final class BlockKinds {

    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);

    void add(Kind kind) {
        kinds.add(kind);
    }

    /**
     * Why the message ends: for a call if it has one, whatever the provider says, and never for one otherwise. One that has
     * only thought has had too few tokens.
     */
    StopReason reason(StopReason told) {
        if (told != StopReason.END_TURN && told != StopReason.TOOL_USE) {
            return told;
        }
        if (kinds.contains(Kind.TOOL_USE)) {
            return StopReason.TOOL_USE;
        }
        return kinds.equals(EnumSet.of(Kind.THINKING)) ? StopReason.MAX_TOKENS : StopReason.END_TURN;
    }
}
