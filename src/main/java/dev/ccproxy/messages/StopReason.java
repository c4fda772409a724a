package dev.ccproxy.messages;

import java.util.Locale;

/** Why a message ends, by Anthropic's names ("Handling stop reasons"). */
public enum StopReason {
    /** It is complete. */
    END_TURN,
    /** It has as many tokens as were allowed. */
    MAX_TOKENS,
    /** One of the request's {@code stop_sequences} came. */
    STOP_SEQUENCE,
    /** It calls tools. */
    TOOL_USE,
    /** The model or the provider refuses to go on. */
    REFUSAL,
    /** The context of the model is full. */
    MODEL_CONTEXT_WINDOW_EXCEEDED;

    /** Whether it comes at any place, also in the middle of the input of a call. */
    boolean cuts() {
        return this == MAX_TOKENS || this == REFUSAL || this == MODEL_CONTEXT_WINDOW_EXCEEDED;
    }

    /** As it is on the wire. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
