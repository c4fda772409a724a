package dev.ccproxy.http;

/** Ends a request with an error answer. */
public final class ErrorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ErrorType type;

    /**
     * An error with its usual message.
     *
     * @param type which error
     */
    public ErrorException(ErrorType type) {
        this(type, type.message());
    }

    /**
     * An error with a message of its own.
     *
     * @param type which error
     * @param message what is wrong and what is allowed, fit to be shown to the caller
     */
    public ErrorException(ErrorType type, String message) {
        // No stack trace: this is an answer, not a defect, and a stranger can ask for it all day.
        super(message, null, false, false);
        this.type = type;
    }

    ErrorType type() {
        return type;
    }
}
