package dev.ccproxy.messages;

import dev.ccproxy.sse.Event;

/** Reads a provider's stream, event by event, and writes the message that it tells. */
public interface StreamReader {

    /**
     * The next event.
     *
     * @throws InvalidMessageException if it is none of this API
     * @throws MessageErrorException if the provider ends the stream with an error
     */
    void read(Event event) throws InvalidMessageException, MessageErrorException;

    /** The stream has ended; the message ends with it only if the provider has said why it does. */
    void end() throws InvalidMessageException;

    /** What the provider has told so far. */
    Usage usage();
}
