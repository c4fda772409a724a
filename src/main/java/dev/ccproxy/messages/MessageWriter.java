package dev.ccproxy.messages;

import org.jspecify.annotations.Nullable;

/**
 * Takes what a model says, in the order in which a provider tells it, and makes a message of the Messages API of it. After
 * {@link #end} nothing may follow.
 */
public interface MessageWriter {

    /** The provider has begun the message, and has not said anything in it yet. */
    void begin();

    /** More text. */
    void text(String piece);

    /** More of what the model thinks. */
    void thinking(String piece);

    /** What proves that the thinking so far is the model's own; it takes the place of one that came before. */
    void signature(String signature);

    /**
     * A call of a tool begins. Several may be under way at once.
     *
     * @param call tells it apart from the others of this message
     * @param id as the client will refer to it
     */
    void toolUse(int call, String id, String name);

    /** More of the JSON of a call's input. */
    void toolInput(int call, String piece);

    /**
     * The message is complete. A message with a call ends as {@link StopReason#TOOL_USE}, whatever the provider calls it.
     *
     * @param stopSequence the one that came; null for every other reason
     * @param usage as far as the provider has told it
     * @throws InvalidMessageException if the input of a call is no JSON object
     */
    void end(StopReason reason, @Nullable String stopSequence, Usage usage) throws InvalidMessageException;

    /** Whether nothing that follows is told, because a stop sequence of the request has come. */
    default boolean stopped() {
        return false;
    }

    /** Whether the message is complete. */
    boolean ended();

    /** About how many bytes of memory it holds. */
    long held();
}
