package dev.ccproxy.http;

import org.jspecify.annotations.Nullable;

/** Ends a request with an error response. */
public final class ErrorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ErrorType type;
    private final long retryAfter;

    /** An error with its usual message. */
    public ErrorException(ErrorType type) {
        this(type, type.message());
    }

    /**
     * An error with its usual message, and the time after which to come back.
     *
     * @param retryAfter in seconds; null for the usual time
     */
    public ErrorException(ErrorType type, @Nullable Long retryAfter) {
        this(type, type.message(), retryAfter);
    }

    /**
     * An error with a message of its own.
     *
     * @param message what must hold or what to do, fit to be shown to the client
     */
    public ErrorException(ErrorType type, String message) {
        this(type, message, null);
    }

    private ErrorException(ErrorType type, String message, @Nullable Long retryAfter) {
        // No stack trace: this is a response, not a defect, and a stranger can ask for it all day.
        super(message, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter == null ? type.retryAfter() : retryAfter;
    }

    ErrorType type() {
        return type;
    }

    /** Seconds; 0 for no {@code Retry-After}. */
    long retryAfter() {
        return retryAfter;
    }
}
