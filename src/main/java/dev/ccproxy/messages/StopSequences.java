package dev.ccproxy.messages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a message at the first of the request's stop sequences, for a provider that does not. */
final class StopSequences implements MessageWriter {

    private final List<String> sequences;
    private final MessageWriter message;

    /** The end of the text so far, which may be the beginning of a sequence. */
    private String held = "";

    private @Nullable String found;

    /** Before this message, with these sequences, none of them empty. */
    StopSequences(List<String> sequences, MessageWriter message) {
        this.sequences = List.copyOf(sequences);
        this.message = message;
    }

    @Override
    public void begin() {
        message.begin();
    }

    @Override
    public void text(String piece) {
        if (found != null) {
            return;
        }
        String text = held + piece;
        int at = text.length();
        for (String sequence : sequences) {
            int begin = text.indexOf(sequence);
            if (begin >= 0 && begin < at) {
                at = begin;
                found = sequence;
            }
        }
        int safe = found == null ? text.length() - beginning(text) : at;
        held = found == null ? text.substring(safe) : "";
        message.text(text.substring(0, safe));
    }

    /** How many characters at the end of a text may be the beginning of a sequence. */
    private int beginning(String text) {
        int longest = 0;
        for (String sequence : sequences) {
            for (int length = Math.min(sequence.length() - 1, text.length()); length > longest; length--) {
                if (text.regionMatches(text.length() - length, sequence, 0, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private void tellHeld() {
        message.text(held);
        held = "";
    }

    @Override
    public void thinking(String piece) {
        if (found == null) {
            tellHeld();
            message.thinking(piece);
        }
    }

    @Override
    public void signature(String signature) {
        if (found == null) {
            tellHeld();
            message.signature(signature);
        }
    }

    @Override
    public void toolUse(int call, String id, String name) {
        if (found == null) {
            tellHeld();
            message.toolUse(call, id, name);
        }
    }

    @Override
    public void toolInput(int call, String piece) {
        // That of a call that began before the sequence is still told.
        message.toolInput(call, piece);
    }

    @Override
    public void end(StopReason reason, @Nullable String stopSequence, Usage usage) throws InvalidMessageException {
        if (found == null) {
            tellHeld();
            message.end(reason, stopSequence, usage);
        } else {
            message.end(StopReason.STOP_SEQUENCE, found, usage);
        }
    }

    @Override
    public boolean stopped() {
        return found != null;
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
