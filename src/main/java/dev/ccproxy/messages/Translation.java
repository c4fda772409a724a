package dev.ccproxy.messages;

import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request in the API of a provider, and how an error is read that the provider responds with. */
public abstract sealed class Translation permits MessageTranslation, CountTranslation {

    private final String path;
    private byte[] body;
    private final Set<String> losses;
    private final ProviderErrors errors;

    Translation(String path, byte[] body, Set<String> losses, ProviderErrors errors) {
        this.path = path;
        this.body = body;
        this.losses = losses;
        this.errors = errors;
    }

    /** Where it goes, below the provider's base URL, with its query. */
    public String path() {
        return path;
    }

    /** The body; only the first call has it, because it is not held for longer than it takes to send it. */
    public byte[] takeBody() {
        byte[] taken = body;
        body = new byte[0];
        return taken;
    }

    /** What of the client's request it does not say, as paths without indexes, such as {@code top_k}. */
    public Set<String> losses() {
        return Collections.unmodifiableSet(losses);
    }

    /**
     * Reads an error.
     *
     * @param status of the response
     * @param body whatever it is
     */
    public MessageError error(int status, String body) {
        return errors.read(status, body);
    }

    /** In how many seconds a request may be repeated, as the body of an error says it; null if it does not. */
    public @Nullable Long retryAfter(String body) {
        return errors.retryAfter(body);
    }
}
