package dev.ccproxy.messages;

import dev.ccproxy.sse.Event;
import jakarta.json.JsonObject;

/** Reads a provider's response, whole or event by event, and writes the message that it tells. */
public interface ResponseReader {

    /**
     * The next event of a stream.
     *
     * @throws InvalidMessageException if it is none of this API
     * @throws MessageErrorException if the provider ends the stream with an error
     */
    void read(Event event) throws InvalidMessageException, MessageErrorException;

    /** The stream has ended; the message ends with it only if the provider has said why it does. */
    void end() throws InvalidMessageException;

    /**
     * A response that is not streamed.
     *
     * @throws InvalidMessageException if it is no response of this API
     * @throws MessageErrorException if it is an error
     */
    void readWhole(JsonObject response) throws InvalidMessageException, MessageErrorException;

    /** About how many bytes of memory it holds that it has not written yet. */
    default long held() {
        return 0;
    }

    /** What the provider has told so far, also if reading has failed. */
    Usage usage();
}
