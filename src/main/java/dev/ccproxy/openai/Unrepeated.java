package dev.ccproxy.openai;

import dev.ccproxy.messages.InvalidMessageException;
import dev.ccproxy.messages.MessageWriter;
import dev.ccproxy.messages.StopReason;
import dev.ccproxy.messages.Usage;
import org.jspecify.annotations.Nullable;

/** Leaves out a text that the message begins with, if it has all of it. */
final class Unrepeated implements MessageWriter {

    private final String repeated;
    private final MessageWriter message;

    /** The text so far, as long as it may be the beginning of that which is left out. */
    private String held = "";

    private boolean decided;

    /** Before this message. */
    Unrepeated(String repeated, MessageWriter message) {
        this.repeated = repeated;
        this.message = message;
    }

    @Override
    public void begin() {
        message.begin();
    }

    @Override
    public void text(String piece) {
        if (decided) {
            message.text(piece);
            return;
        }
        held += piece;
        if (held.startsWith(repeated)) {
            held = held.substring(repeated.length());
            tellHeld();
        } else if (!repeated.startsWith(held)) {
            tellHeld();
        }
    }

    private void tellHeld() {
        decided = true;
        message.text(held);
        held = "";
    }

    @Override
    public void thinking(String piece) {
        message.thinking(piece);
    }

    @Override
    public void signature(String signature) {
        message.signature(signature);
    }

    @Override
    public void toolUse(int call, String id, String name) {
        tellHeld();
        message.toolUse(call, id, name);
    }

    @Override
    public void toolInput(int call, String piece) {
        message.toolInput(call, piece);
    }

    @Override
    public void end(StopReason reason, @Nullable String stopSequence, Usage usage) throws InvalidMessageException {
        tellHeld();
        message.end(reason, stopSequence, usage);
    }

    @Override
    public boolean ended() {
        return message.ended();
    }

    @Override
    public long held() {
        return message.held();
    }
}
