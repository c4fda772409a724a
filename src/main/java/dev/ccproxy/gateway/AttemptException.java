package dev.ccproxy.gateway;

import dev.ccproxy.messages.Failure;
import org.jspecify.annotations.Nullable;

/** An attempt has failed. */
final class AttemptException extends Exception {

    private static final long serialVersionUID = 1;

    private final Failure failure;

    /**
     * A failure.
     *
     * @param message for the client, a sentence without secrets; empty if the client has got the provider's own error, or has
     *     gone
     */
    AttemptException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
