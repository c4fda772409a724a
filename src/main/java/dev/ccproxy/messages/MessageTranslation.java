package dev.ccproxy.messages;

import java.util.Set;
import java.util.function.Function;

/** A request for a message, and how what the provider responds is that message. */
public final class MessageTranslation extends Translation {

    private final long estimatedInput;
    private final Function<MessageWriter, ResponseReader> reader;

    /**
     * A request.
     *
     * @param estimatedInput how many tokens the client's request may have
     * @param reader of the response, for a message that is written
     */
    public MessageTranslation(
            String path,
            byte[] body,
            Set<String> losses,
            ProviderErrors errors,
            long estimatedInput,
            Function<MessageWriter, ResponseReader> reader) {
        super(path, body, losses, errors);
        this.estimatedInput = estimatedInput;
        this.reader = reader;
    }

    /** How many tokens the client's request may have. */
    public long estimatedInput() {
        return estimatedInput;
    }

    /** Reads the response from its beginning on. */
    public ResponseReader reader(MessageWriter message) {
        return reader.apply(message);
    }
}
