package dev.ccproxy.http;

import org.jspecify.annotations.Nullable;

/** Ends a request with an error answer. */
public final class ErrorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ErrorType type;
    private final @Nullable Long retryAfter;

    /**
     * An error with its usual message.
     *
     * @param type which error
     */
    public ErrorException(ErrorType type) {
        this(type, type.message());
    }

    /**
     * An error with its usual message, and the time after which to come back.
     *
     * @param type which error
     * @param retryAfter in seconds; null for the usual time
     */
    public ErrorException(ErrorType type, @Nullable Long retryAfter) {
        this(type, type.message(), retryAfter);
    }

    /**
     * An error with a message of its own.
     *
     * @param type which error
     * @param message what is wrong and what is allowed, fit to be shown to the caller
     */
    public ErrorException(ErrorType type, String message) {
        this(type, message, null);
    }

    private ErrorException(ErrorType type, String message, @Nullable Long retryAfter) {
        // No stack trace: this is an answer, not a defect, and a stranger can ask for it all day.
        super(message, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
    }

    ErrorType type() {
        return type;
    }

    @Nullable
    Long retryAfter() {
        return retryAfter;
    }
}
