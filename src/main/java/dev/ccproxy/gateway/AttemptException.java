package dev.ccproxy.gateway;

import dev.ccproxy.messages.Failure;
import org.jspecify.annotations.Nullable;

/** An attempt has failed. */
final class AttemptException extends Exception {

    private static final long serialVersionUID = 1;

    private final Failure failure;
    private final transient @Nullable ProviderError error;

    /**
     * A failure.
     *
     * @param message for the client, a sentence without secrets; empty if the client has got the provider's own error, or has
     *     gone
     */
    AttemptException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
        error = null;
    }

    /** A failure that the provider has told, and that the client has not got yet. */
    AttemptException(Failure failure, ProviderError error) {
        super("", null);
        this.failure = failure;
        this.error = error;
    }

    Failure failure() {
        return failure;
    }

    /** The provider's error, if the client is to get that; null if there is none, or the client has got it. */
    @Nullable
    ProviderError error() {
        return error;
    }
}
